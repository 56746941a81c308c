import type { Socket } from "node:net";
import { watchEventLoop } from "./event-loop-monitor.ts";
import { createEventLoopScheduler } from "./event-loop-scheduler.ts";

/** Admits no more requests than the server can answer soon. */
export interface ConcurrencyLimiter {
  /** Whether a request that has just come on a connection is to be turned away. To be asked once for each. */
  rejects(connection: Socket): boolean;
  /** Begins with an admitted request, now or in a moment. */
  begin(request: () => void): void;
  /** Answers a request that is turned away, now or in a moment. */
  refuse(answer: () => void): void;
  /** To be called when an admitted request's work begins. */
  enter(): void;
  /** To be called when that work is done, or has failed. */
  leave(): void;
  /** Does, between the two, what waits in a queue that has a bound of its own; meanwhile the request does not count. */
  whileQueuedElsewhere<T>(work: () => Promise<T>): Promise<T>;
}

/** So many may be under way without any being turned away: some hundred clients who each wait for their answer, or a burst. */
const most = 512;
/** As many as keep a processor and the database busy; fewer would let them rest. */
const least = 64;
/** How long, in milliseconds, those who are admitted under load should be under way. */
const target = 10;
/** In milliseconds. */
const interval = 100;
/** For servers that turn nobody away. */
export const unlimited: Pick<ConcurrencyLimiter, "enter" | "leave"> = { enter: () => {}, leave: () => {} };

/**
 * When `most` requests are under way, they come faster than they are answered. From then on there may be as many as are
 * answered within `target`: what is under way is what is answered in a time, times how long that takes (J. Little, "A Proof
 * for the Queuing Formula L = λW", 1961). So those who are admitted are answered soon, and the others told at once to come
 * again later. The bound follows from each interval's answers; after one without refusals there may be twice as many, and
 * after one in which the event loop waited: then the database took the time, and it answers more when it is asked more.
 * While few connections are open, which carry one at a time unless a client pipelines, the bound stays as it was.
 */
export function createConcurrencyLimiter(
  now: () => number = () => performance.now(),
  wasBusy: () => boolean = watchEventLoop(),
): ConcurrencyLimiter {
  const slices = createEventLoopScheduler(now);
  const connections = new WeakSet<Socket>();
  let open = 0;
  let underWay = 0;
  let bound = most;
  let intervalBegan = 0;
  let answered = 0;
  let hasRefused = false;

  function adapt(): void {
    const passed = now() - intervalBegan;
    if (passed < interval) return;
    // When nobody asked for an interval, how many were answered tells nothing of how many can be.
    const isOver = passed >= 2 * interval;
    const isShort = wasBusy() && hasRefused;
    const next = isShort ? Math.max(least, (answered * target) / passed) : 2 * bound;
    bound = isOver ? most : Math.min(most, next);
    intervalBegan += passed;
    answered = 0;
    hasRefused = false;
  }

  function count(socket: Socket): void {
    if (connections.has(socket)) return;
    connections.add(socket);
    open++;
    slices.noteConnection();
    socket.once("close", () => open--);
  }

  return {
    rejects(connection) {
      count(connection);
      adapt();
      const isFull = slices.waiting + underWay >= (open < most ? most : bound);
      hasRefused ||= isFull;
      return isFull;
    },
    begin: slices.begin,
    refuse: slices.refuse,
    enter() {
      underWay++;
    },
    leave() {
      underWay--;
      answered++;
    },
    async whileQueuedElsewhere(work) {
      underWay--;
      try {
        return await work();
      } finally {
        underWay++;
      }
    },
  };
}
