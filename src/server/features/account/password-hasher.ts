import { type EventLoopUtilization, performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { alphanumeric, type RandomBytes, randomString } from "../../../util/random.ts";
import type { HashReply, HashRequest } from "./hash-worker.ts";
import { needsRehash, unmatchableHash } from "./password-hash.ts";

/** Hashes passwords in threads of their own, so that neither the event loop nor libuv's threads ever wait for one. */
export interface PasswordHasher {
  /**
   * The password's hash as Werkzeug writes it, with a new salt.
   * @throws HasherBusy when the queue is full, or would take too long
   */
  hash(password: string): Promise<string>;
  /**
   * Whether the password fits the hash. Without a hash, or with a text that is none, it is false after as long a time.
   * @throws HasherBusy when the queue is full, or would take too long
   */
  verify(password: string, stored: string | undefined): Promise<boolean>;
  /** Whether a hash is of another form, or weaker, than those that `hash` makes. */
  needsRehash(stored: string): boolean;
  /** Stops the threads; what is under way or waits fails. */
  close(): Promise<void>;
}

export interface PasswordHasherOptions {
  /** PBKDF2's, of new hashes. */
  readonly iterations: number;
  /** Threads; each keeps a core busy while there is something to hash. */
  readonly workers: number;
  /** How many requests may wait until a thread is free. */
  readonly queue: number;
  readonly randomBytes: RandomBytes;
}

/** Too many passwords wait to be hashed. */
export class HasherBusy extends Error {
  /** In how many seconds the queue, as it is, will have been worked off. */
  readonly retryAfter: number;
  constructor(retryAfter: number) {
    super("Too many passwords are being checked at the moment");
    this.name = "HasherBusy";
    this.retryAfter = retryAfter;
  }
}

interface Job {
  readonly request: HashRequest;
  readonly resolve: (reply: HashReply) => void;
  readonly reject: (error: Error) => void;
}

/** A place for one thread, which is started when it is first needed, and again after it crashed. */
interface Place {
  worker: Worker | undefined;
  job: Job | undefined;
  startedAt: number;
  /** How busy the event loop had been until then. */
  utilization: EventLoopUtilization;
  /** When its thread may work again, in milliseconds, and what begins the job that waits for this. */
  restUntil: number;
  rest: ReturnType<typeof setTimeout> | undefined;
}

/** Beside this file and in the same language: TypeScript from `src`, JavaScript from `dist`. */
const workerFile = new URL(`./hash-worker${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url);

const saltLength = 16;

/** In seconds; shorter than the time that a server takes to stop, so that whoever waits is answered before. */
const longestWait = 8;

export function createPasswordHasher({
  iterations,
  workers,
  queue,
  randomBytes,
}: PasswordHasherOptions): PasswordHasher {
  const places: readonly Place[] = Array.from({ length: workers }, () => ({
    worker: undefined,
    job: undefined,
    startedAt: 0,
    utilization: performance.eventLoopUtilization(),
    restUntil: 0,
    rest: undefined,
  }));
  const waiting: Job[] = [];
  const unmatchable = unmatchableHash(iterations);
  let lastSeconds = 0.2;
  let closed = false;

  function ask(request: HashRequest): Promise<HashReply> {
    if (closed) return Promise.reject(new Error("The hasher is closed"));
    const seconds = ((waiting.length + workers) * lastSeconds) / workers;
    if (waiting.length >= queue || (waiting.length > 0 && seconds > longestWait)) {
      return Promise.reject(new HasherBusy(Math.ceil(seconds)));
    }
    return new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      startNext();
    });
  }

  function startNext(): void {
    for (const place of places) {
      if (place.job !== undefined) continue;
      const job = waiting.shift();
      if (job === undefined) return;
      place.job = job;
      const pause = place.restUntil - performance.now();
      if (pause > 0) place.rest = setTimeout(begin, pause, place, job);
      else begin(place, job);
    }
  }

  function begin(place: Place, { request }: Job): void {
    place.startedAt = performance.now();
    place.utilization = performance.eventLoopUtilization();
    place.worker ??= startWorker(place);
    // An idle thread does not keep the process alive; one that works does.
    place.worker.ref();
    place.worker.postMessage(request);
  }

  function startWorker(place: Place): Worker {
    const worker = new Worker(workerFile);
    worker.on("message", (reply: HashReply) => {
      const job = place.job;
      place.job = undefined;
      worker.unref();
      // While the event loop is busy without pause, the thread then leaves it half as much time again as it took. Deno does not
      // tell how busy it is, and lets none rest.
      const now = performance.now();
      const took = now - place.startedAt;
      const pause = 1.5 * took * performance.eventLoopUtilization(place.utilization).utilization;
      lastSeconds = (took + pause) / 1000;
      place.restUntil = now + pause;
      job?.resolve(reply);
      startNext();
    });
    const lost = (error: Error) => {
      if (place.worker !== worker) return;
      const job = place.job;
      place.worker = undefined;
      place.job = undefined;
      clearTimeout(place.rest);
      job?.reject(error);
      startNext();
    };
    worker.on("error", (cause) => lost(new Error("The hashing thread crashed", { cause })));
    worker.on("exit", (code) => lost(new Error(`The hashing thread ended with code ${code}`)));
    return worker;
  }

  return {
    async hash(password) {
      const salt = randomString(randomBytes, saltLength, alphanumeric);
      return String(await ask({ kind: "hash", password, salt, iterations }));
    },
    async verify(password, stored = unmatchable) {
      return (await ask({ kind: "verify", password, stored, iterations })) === true;
    },
    needsRehash: (stored) => needsRehash(stored, iterations),
    async close() {
      closed = true;
      const error = new Error("The hasher is closed");
      for (const job of waiting.splice(0)) job.reject(error);
      await Promise.all(
        places.map(async (place) => {
          const { worker, job } = place;
          place.worker = undefined;
          place.job = undefined;
          clearTimeout(place.rest);
          job?.reject(error);
          await worker?.terminate();
        }),
      );
    },
  };
}
