import { setTimeout as delay } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { Job, LoadResult } from "./job.ts";
import { createRequests } from "./requests.ts";
import { settled } from "./settled.ts";
import { createTally } from "./tally.ts";

/** A lost connection is opened again after so long, in ms: a server that refuses all must not keep the loop busy. */
const pause = 20;

/** How long answers are waited for at the end, in ms, so that what is still under way does not fall on the next round. */
const patience = 10_000;

/** Each connection sends its next request as soon as it has the answer to the last. */
export async function runClosedLoop(job: Job, measuring: () => void): Promise<LoadResult> {
  const tally = createTally();
  const nextRequest = createRequests(job.pool, job.seed);
  const open = new Set<Connection>();
  let isRunning = true;
  let underWay = 0;

  async function start(): Promise<void> {
    let sentAt = 0;
    let current: Connection | undefined;
    const send = (connection: Connection) => {
      sentAt = performance.now();
      underWay++;
      connection.send(nextRequest());
    };
    const connection = await openConnection(
      job.port,
      (answer) => {
        underWay--;
        tally.add(answer, sentAt);
        if (isRunning && current) send(current);
      },
      () => {
        if (current) open.delete(current);
        underWay--;
        if (!isRunning) return;
        tally.lose();
        void delay(pause)
          .then(() => (isRunning ? start() : undefined))
          .catch(() => tally.lose());
      },
    );
    if (!isRunning) {
      connection.close();
      return;
    }
    current = connection;
    open.add(connection);
    send(connection);
  }

  await Promise.all(Array.from({ length: job.connections }, start));
  await delay(job.warmUpSeconds * 1000);
  measuring();
  tally.start();
  await delay(job.seconds * 1000);
  const result = tally.finish(0);
  isRunning = false;
  await settled(() => underWay <= 0, patience);
  for (const connection of open) connection.close();
  return result;
}
