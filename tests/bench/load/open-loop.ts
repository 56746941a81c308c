import { setTimeout as delay } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { Job, LoadResult } from "./job.ts";
import { createRequests } from "./requests.ts";
import { settled } from "./settled.ts";
import { createTally } from "./tally.ts";

/** How long answers are waited for at the end, in ms, so that what is still under way does not fall on the next round. */
const patience = 20_000;

/** The rate rises within this share of the warm-up, from a hundredth: crowds come fast, but not out of nothing. */
const riseShare = 0.5;
const leastShare = 0.01;

interface Slot {
  readonly connection: Connection;
  due: number;
}

/**
 * Requests are due at a rate, the same while it is measured, as they are from a public that does not know of one another: no
 * slow answer keeps the next request from being due. Latency counts from then, so that waiting unsent counts too (no
 * coordinated omission). Connections are opened as they are needed, up to the job's number.
 */
export async function runOpenLoop(job: Job & { readonly rate: number }, measuring: () => void): Promise<LoadResult> {
  const tally = createTally();
  const nextRequest = createRequests(job.pool, job.seed);
  const free: Slot[] = [];
  const waiting: number[] = [];
  const all = new Set<Connection>();
  let opening = 0;
  let underWay = 0;
  let isRunning = true;

  function send(slot: Slot, due: number): void {
    slot.due = due;
    underWay++;
    slot.connection.send(nextRequest());
  }

  function settle(): void {
    while (waiting.length > 0) {
      const slot = free.pop();
      if (!slot) break;
      send(slot, waiting.shift() ?? 0);
    }
    while (isRunning && opening < waiting.length && all.size + opening < job.connections && opening < 64) void open();
  }

  async function open(): Promise<void> {
    opening++;
    try {
      const connection = await openConnection(
        job.port,
        (answer) => {
          underWay--;
          tally.add(answer, slot.due);
          free.push(slot);
          settle();
        },
        () => {
          all.delete(connection);
          const at = free.indexOf(slot);
          if (at !== -1) {
            free.splice(at, 1);
            return;
          }
          underWay--;
          if (isRunning) tally.lose();
        },
      );
      const slot: Slot = { connection, due: 0 };
      if (!isRunning) {
        connection.close();
        return;
      }
      all.add(connection);
      free.push(slot);
    } catch {
      if (isRunning) tally.lose();
    } finally {
      opening--;
    }
    settle();
  }

  const startedAt = performance.now();
  const rise = Math.max(1, riseShare * job.warmUpSeconds * 1000);
  let due = startedAt;
  const clock = setInterval(() => {
    for (const now = performance.now(); due <= now; ) {
      waiting.push(due);
      const share = Math.min(1, Math.max(leastShare, (due - startedAt) / rise));
      due += 1000 / (share * job.rate);
    }
    settle();
  }, 1);
  await delay(job.warmUpSeconds * 1000);
  measuring();
  tally.start();
  await delay(job.seconds * 1000);
  clearInterval(clock);
  const result = tally.finish(waiting.length + underWay);
  isRunning = false;
  waiting.length = 0;
  await settled(() => underWay <= 0, patience);
  for (const connection of all) connection.close();
  return result;
}
