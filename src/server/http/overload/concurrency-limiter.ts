import type { Socket } from "node:net";
import { watchEventLoop } from "./event-loop-monitor.ts";
import { createEventLoopScheduler } from "./event-loop-scheduler.ts";

/** Admits no more requests than the server can answer soon. */
export interface ConcurrencyLimiter {
  /** Whether a request that has just arrived on a connection is to be rejected. To be called once per request. */
  rejects(connection: Socket): boolean;
  /** Starts an admitted request, now or in a later turn of the event loop. */
  schedule(request: () => void): void;
  /** Sends the response to a rejected request, now or at the end of this turn. */
  scheduleRejection(respond: () => void): void;
  /** To be called when the handler of an admitted request starts. */
  enter(): void;
  /** To be called when that handler has returned or thrown. */
  leave(): void;
  /** Does work, between `enter` and `leave`, that waits in a queue with its own limit. Until it is done the request does not count. */
  whileQueuedElsewhere<T>(work: () => Promise<T>): Promise<T>;
}

/** Below this many requests in flight none is rejected. It allows for some hundred clients with one request each, or a burst. */
const maxConcurrency = 512;
/** Fewer would not keep a processor and the database busy. */
const minConcurrency = 64;
/** How long admitted requests should be in flight under load. */
const targetLatencyMs = 10;
const adaptIntervalMs = 100;
/** For servers without a limit. */
export const unlimited: Pick<ConcurrencyLimiter, "enter" | "leave"> = { enter: () => {}, leave: () => {} };

/**
 * Limits the requests in flight to `maxConcurrency` and, while that limit rejects requests, to as many as are answered within
 * `targetLatencyMs`: concurrency is throughput times latency (J. Little, "A Proof for the Queuing Formula L = λW", 1961).
 * The limit is computed from the answers of each interval. It doubles after an interval without rejections, and after one in
 * which the event loop was idle at times: then the database is the bottleneck, and more concurrency gives more throughput.
 * While fewer than `maxConcurrency` connections are open the limit stays at `maxConcurrency`, since a connection carries one
 * request at a time unless its client pipelines.
 */
export function createConcurrencyLimiter(
  now: () => number = () => performance.now(),
  wasBusy: () => boolean = watchEventLoop(),
): ConcurrencyLimiter {
  const scheduler = createEventLoopScheduler(now);
  const connections = new WeakSet<Socket>();
  let openConnections = 0;
  let inFlight = 0;
  let limit = maxConcurrency;
  let intervalStart = 0;
  let answered = 0;
  let hasRejected = false;

  function adaptLimit(): void {
    const elapsedMs = now() - intervalStart;
    if (elapsedMs < adaptIntervalMs) return;
    // After an interval without requests the number of answers is no measure of the throughput.
    const wasIdle = elapsedMs >= 2 * adaptIntervalMs;
    const isOverloaded = wasBusy() && hasRejected;
    const next = isOverloaded ? Math.max(minConcurrency, (answered * targetLatencyMs) / elapsedMs) : 2 * limit;
    limit = wasIdle ? maxConcurrency : Math.min(maxConcurrency, next);
    intervalStart += elapsedMs;
    answered = 0;
    hasRejected = false;
  }

  function countConnection(socket: Socket): void {
    if (connections.has(socket)) return;
    connections.add(socket);
    openConnections++;
    scheduler.recordConnection();
    socket.once("close", () => openConnections--);
  }

  return {
    rejects(connection) {
      countConnection(connection);
      adaptLimit();
      const currentLimit = openConnections < maxConcurrency ? maxConcurrency : limit;
      const isFull = scheduler.waiting + inFlight >= currentLimit;
      hasRejected ||= isFull;
      return isFull;
    },
    schedule: scheduler.schedule,
    scheduleRejection: scheduler.scheduleRejection,
    enter() {
      inFlight++;
    },
    leave() {
      inFlight--;
      answered++;
    },
    async whileQueuedElsewhere(work) {
      inFlight--;
      try {
        return await work();
      } finally {
        inFlight++;
      }
    },
  };
}
