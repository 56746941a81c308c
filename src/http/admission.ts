import type { Socket } from "node:net";
import { createSlices } from "./slices.ts";

/** Admits no more requests than the server can answer soon. */
export interface Admission {
  /** Whether a request that has just come on a connection is to be turned away. To be asked once for each. */
  turnsAway(connection: Socket): boolean;
  /** Begins with an admitted request, now or in a moment. */
  begin(request: () => void): void;
  /** To be called when an admitted request's work begins. */
  enter(): void;
  /** To be called when that work is done, or has failed. */
  leave(): void;
  /** Does, between the two, what waits in a queue that has a bound of its own; meanwhile the request does not count. */
  outside<T>(work: () => Promise<T>): Promise<T>;
}

/** So many may be under way without any being turned away: some hundred clients who each wait for their answer, or a burst. */
const most = 512;
/** As many as keep a processor and the database busy; more would only wait for one another. */
const mostUnderLoad = 32;
/** In milliseconds. */
const interval = 1000;
/** Load is over when less than this share of an interval's requests was turned away. */
const leastShare = 0.1;
/** For servers that turn nobody away. */
export const admitAll: Pick<Admission, "enter" | "leave"> = { enter: () => {}, leave: () => {} };

/**
 * When `most` requests are under way, they come faster than they are answered. From then on a much lower bound holds, so that
 * those who are admitted are answered soon, and the others told at once to come again later. It holds for as long as it turns
 * requests away that the upper bound would not take either: a connection carries one at a time, so few connections cannot reach
 * that bound, however often their clients try again.
 */
export function createAdmission(now: () => number = () => performance.now()): Admission {
  const slices = createSlices();
  const connections = new WeakSet<Socket>();
  let open = 0;
  let underWay = 0;
  let bound = most;
  let intervalEnds = 0;
  let came = 0;
  let refusals = 0;

  function setBound(next: number): void {
    bound = next;
    slices.setUnderLoad(next === mostUnderLoad);
  }

  function watchLoad(isFull: boolean): void {
    came++;
    if (isFull) refusals++;
    if (now() < intervalEnds) return;
    if (refusals < leastShare * came || open < most) setBound(most);
    beginInterval();
  }

  function beginInterval(): void {
    came = 0;
    refusals = 0;
    intervalEnds = now() + interval;
  }

  function count(socket: Socket): void {
    if (connections.has(socket)) return;
    connections.add(socket);
    open++;
    slices.noteConnection();
    socket.once("close", () => open--);
  }

  return {
    turnsAway(connection) {
      count(connection);
      const isFull = slices.waiting + underWay >= bound;
      if (isFull && bound === most) {
        setBound(mostUnderLoad);
        beginInterval();
      }
      if (bound === mostUnderLoad) watchLoad(isFull);
      return isFull;
    },
    begin: slices.begin,
    enter() {
      underWay++;
    },
    leave() {
      underWay--;
    },
    async outside(work) {
      underWay--;
      try {
        return await work();
      } finally {
        underWay++;
      }
    },
  };
}
