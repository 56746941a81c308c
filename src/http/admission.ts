import type { Socket } from "node:net";
import type { Request, RequestHandler } from "express";
import type { ErrorAnswer } from "./answer.ts";
import { createSlices } from "./slices.ts";

/** Admits no more requests than the server can answer soon. */
export interface Admission {
  /** Decides on each request when it comes, and lets it go on, at once or in a moment. */
  readonly gate: RequestHandler;
  /** What to answer to a request that was turned away; undefined for all others, and for the operations that never are. */
  refuse(request: Request, operationId: string): ErrorAnswer | undefined;
  /** Does an admitted request's work. */
  during<T>(work: () => Promise<T>): Promise<T>;
  /** Does, within `during`, what waits in a queue that has a bound of its own; meanwhile the request does not count. */
  outside<T>(work: () => Promise<T>): Promise<T>;
}

export interface AdmissionOptions {
  /** Operations of which no request is turned away, by their ids. */
  readonly essential: ReadonlySet<string>;
  /** In milliseconds. */
  readonly now?: () => number;
}

/** So many may be under way without any being turned away: some hundred clients who each wait for their answer, or a burst. */
const most = 512;
/** As many as keep a processor and the database busy; more would only wait for one another. */
const mostUnderLoad = 32;
/** In milliseconds. */
const interval = 1000;
/** Load is over when less than this share of an interval's requests was turned away. */
const leastShare = 0.1;
const retrySeconds = 2;

/** The hint by which an answer shows that its request was turned away. */
export const turnedAway = `More requests come than can be answered, try again in ${retrySeconds} seconds`;

const refusal: ErrorAnswer = {
  status: 503,
  headers: { "Retry-After": retrySeconds },
  body: { result: "Service Unavailable", hint: turnedAway },
};

/** For servers that turn nobody away. */
export const admitAll: Pick<Admission, "refuse" | "during"> = {
  refuse: () => undefined,
  during: (work) => work(),
};

/**
 * When `most` requests are under way, they come faster than they are answered. From then on a much lower bound holds, so that
 * those who are admitted are answered soon, and the others told at once to come again later. It holds for as long as it turns
 * requests away that the upper bound would not take either: a connection carries one at a time, so few connections cannot reach
 * that bound, however often their clients try again.
 */
export function createAdmission({ essential, now = () => performance.now() }: AdmissionOptions): Admission {
  const slices = createSlices();
  const refused = new WeakSet<Request>();
  const connections = new WeakSet<Socket>();
  let open = 0;
  let underWay = 0;
  let bound = most;
  let intervalEnds = 0;
  let came = 0;
  let refusals = 0;

  function isTooMany(): boolean {
    const isFull = slices.waiting + underWay >= bound;
    if (isFull && bound === most) {
      bound = mostUnderLoad;
      beginInterval();
    }
    if (bound === mostUnderLoad) watchLoad(isFull);
    return isFull;
  }

  function watchLoad(isFull: boolean): void {
    came++;
    if (isFull) refusals++;
    if (now() < intervalEnds) return;
    if (refusals < leastShare * came || open < most) bound = most;
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
    socket.once("close", () => open--);
  }

  return {
    gate(request, _response, next) {
      count(request.socket);
      if (!isTooMany()) return slices.begin(next);
      refused.add(request);
      next();
    },
    refuse: (request, operationId) => (refused.has(request) && !essential.has(operationId) ? refusal : undefined),
    async during(work) {
      underWay++;
      try {
        return await work();
      } finally {
        underWay--;
      }
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
