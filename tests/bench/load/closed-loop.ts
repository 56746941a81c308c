import { setTimeout as delay } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { LoadJob, LoadResult } from "./job.ts";
import { createLoadRecorder } from "./recorder.ts";
import { createRequests } from "./requests.ts";
import { waitUntil } from "./wait-until.ts";

/** Delay before a lost connection is reopened, so that a server that refuses connections does not cause a busy loop. */
const reconnectDelayMs = 20;

/** Timeout for pending responses at the end, so that they do not affect the next round. */
const drainTimeoutMs = 10_000;

/** A closed loop: each connection sends its next request as soon as it has the response to the previous one. */
export async function runClosedLoop(job: LoadJob, onMeasuring: () => void): Promise<LoadResult> {
  const recorder = createLoadRecorder();
  const nextRequest = createRequests(job.pool, job.seed);
  const open = new Set<Connection>();
  let isRunning = true;
  let inFlight = 0;

  async function start(): Promise<void> {
    let sentAt = 0;
    let current: Connection | undefined;
    const send = (connection: Connection) => {
      sentAt = performance.now();
      inFlight++;
      connection.send(nextRequest());
    };
    const connection = await openConnection(
      job.port,
      (response) => {
        inFlight--;
        recorder.record(response, sentAt);
        if (isRunning && current) send(current);
      },
      () => {
        if (current) open.delete(current);
        inFlight--;
        if (!isRunning) return;
        recorder.recordLost();
        void delay(reconnectDelayMs)
          .then(() => (isRunning ? start() : undefined))
          .catch(() => recorder.recordLost());
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
  onMeasuring();
  recorder.start();
  await delay(job.seconds * 1000);
  const result = recorder.finish(0);
  isRunning = false;
  await waitUntil(() => inFlight <= 0, drainTimeoutMs);
  for (const connection of open) connection.close();
  return result;
}
