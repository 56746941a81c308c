import { setTimeout as delay } from "node:timers/promises";
import { type Connection, openConnection } from "./connection.ts";
import type { LoadJob, LoadResult } from "./job.ts";
import { createLoadRecorder } from "./recorder.ts";
import { createRequests } from "./requests.ts";
import { waitUntil } from "./wait-until.ts";

/** Timeout for pending responses at the end, so that they do not affect the next round. */
const drainTimeoutMs = 20_000;

/** The arrival rate ramps up linearly during this share of the warm-up, from 1 %. */
const rampShare = 0.5;
const minRateShare = 0.01;

interface Slot {
  readonly connection: Connection;
  dueAt: number;
}

/**
 * An open loop: requests are due at a constant rate, independent of responses, as with many independent clients. Latency is
 * measured from the due time, so it includes the wait for a free connection (no coordinated omission). Connections are
 * opened on demand, up to the job's number.
 */
export async function runOpenLoop(
  job: LoadJob & { readonly rate: number },
  onMeasuring: () => void,
): Promise<LoadResult> {
  const recorder = createLoadRecorder();
  const nextRequest = createRequests(job.pool, job.seed);
  const free: Slot[] = [];
  const waiting: number[] = [];
  const all = new Set<Connection>();
  let opening = 0;
  let inFlight = 0;
  let isRunning = true;

  function send(slot: Slot, due: number): void {
    slot.dueAt = due;
    inFlight++;
    slot.connection.send(nextRequest());
  }

  function sendDue(): void {
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
        (response) => {
          inFlight--;
          recorder.record(response, slot.dueAt);
          free.push(slot);
          sendDue();
        },
        () => {
          all.delete(connection);
          const at = free.indexOf(slot);
          if (at !== -1) {
            free.splice(at, 1);
            return;
          }
          inFlight--;
          if (isRunning) recorder.recordLost();
        },
      );
      const slot: Slot = { connection, dueAt: 0 };
      if (!isRunning) {
        connection.close();
        return;
      }
      all.add(connection);
      free.push(slot);
    } catch {
      if (isRunning) recorder.recordLost();
    } finally {
      opening--;
    }
    sendDue();
  }

  const startedAt = performance.now();
  const rampMs = Math.max(1, rampShare * job.warmUpSeconds * 1000);
  let due = startedAt;
  const clock = setInterval(() => {
    for (const now = performance.now(); due <= now; ) {
      waiting.push(due);
      const share = Math.min(1, Math.max(minRateShare, (due - startedAt) / rampMs));
      due += 1000 / (share * job.rate);
    }
    sendDue();
  }, 1);
  await delay(job.warmUpSeconds * 1000);
  onMeasuring();
  recorder.start();
  await delay(job.seconds * 1000);
  clearInterval(clock);
  const result = recorder.finish(waiting.length + inFlight);
  isRunning = false;
  waiting.length = 0;
  await waitUntil(() => inFlight <= 0, drainTimeoutMs);
  for (const connection of all) connection.close();
  return result;
}
