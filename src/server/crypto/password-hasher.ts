import { type EventLoopUtilization, performance } from "node:perf_hooks";
import { Worker } from "node:worker_threads";
import { alphanumeric, type RandomBytes, randomString } from "../../util/random.ts";
import type { HashReply, HashRequest } from "./hash-worker.ts";
import { needsRehash, unmatchableHash } from "./password-hash.ts";

/** Hashes passwords in worker threads, so that they block neither the event loop nor libuv's thread pool. */
export interface PasswordHasher {
  /**
   * The password's hash as Werkzeug writes it, with a new salt.
   * @throws HasherBusy when the queue is full, or would take too long
   */
  hash(password: string): Promise<string>;
  /**
   * Whether the password matches the hash. Without a hash, or with an invalid one, it is false after the same time.
   * @throws HasherBusy when the queue is full, or would take too long
   */
  verify(password: string, stored: string | undefined): Promise<boolean>;
  /** Whether a hash has a different format than those of `hash`, or fewer iterations. */
  needsRehash(stored: string): boolean;
  /** Stops the threads; running and queued jobs reject. */
  close(): Promise<void>;
}

export interface PasswordHasherOptions {
  /** PBKDF2 iterations of new hashes. */
  readonly iterations: number;
  /** Each keeps a core busy while there are jobs. */
  readonly threads: number;
  /** Max jobs that wait for a thread. */
  readonly maxQueued: number;
  readonly randomBytes: RandomBytes;
}

/** A hash takes a tenth of a second and more of CPU time: by default one thread leaves the other cores to requests. */
export const passwordHasherLimits = { threads: 1, maxQueued: 64 };

/** The queue of passwords is full. */
export class HasherBusy extends Error {
  /** Estimated seconds until the current queue is empty. */
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

/** A slot for one thread, which is started for its first job, and again after a crash. */
interface ThreadSlot {
  worker: Worker | undefined;
  job: Job | undefined;
  startedAt: number;
  /** Of the main thread's event loop, at `startedAt`. */
  utilization: EventLoopUtilization;
  /** The time of `performance.now()` before which no job starts, and the timer of a job that waits for it. */
  pausedUntil: number;
  pauseTimer: ReturnType<typeof setTimeout> | undefined;
}

/** In the same folder with the same extension: TypeScript in `src`, JavaScript in `dist`. */
const workerFile = new URL(`./hash-worker${import.meta.url.slice(import.meta.url.lastIndexOf("."))}`, import.meta.url);

const saltLength = 16;

/** Less than the server's timeout at shutdown, so that queued requests still get their answer. */
const maxWaitSeconds = 8;

export function createPasswordHasher({
  iterations,
  threads,
  maxQueued,
  randomBytes,
}: PasswordHasherOptions): PasswordHasher {
  const slots: readonly ThreadSlot[] = Array.from({ length: threads }, () => ({
    worker: undefined,
    job: undefined,
    startedAt: 0,
    utilization: performance.eventLoopUtilization(),
    pausedUntil: 0,
    pauseTimer: undefined,
  }));
  const queue: Job[] = [];
  const placeholderHash = unmatchableHash(iterations);
  let lastSeconds = 0.2;
  let closed = false;

  function enqueue(request: HashRequest): Promise<HashReply> {
    if (closed) return Promise.reject(new Error("The hasher is closed"));
    const seconds = ((queue.length + threads) * lastSeconds) / threads;
    if (queue.length >= maxQueued || (queue.length > 0 && seconds > maxWaitSeconds)) {
      return Promise.reject(new HasherBusy(Math.ceil(seconds)));
    }
    return new Promise((resolve, reject) => {
      queue.push({ request, resolve, reject });
      startNext();
    });
  }

  function startNext(): void {
    for (const slot of slots) {
      if (slot.job !== undefined) continue;
      const job = queue.shift();
      if (job === undefined) return;
      slot.job = job;
      const pauseMs = slot.pausedUntil - performance.now();
      if (pauseMs > 0) slot.pauseTimer = setTimeout(begin, pauseMs, slot, job);
      else begin(slot, job);
    }
  }

  function begin(slot: ThreadSlot, { request }: Job): void {
    slot.startedAt = performance.now();
    slot.utilization = performance.eventLoopUtilization();
    slot.worker ??= startWorker(slot);
    // Only a thread with a job keeps the process alive.
    slot.worker.ref();
    slot.worker.postMessage(request);
  }

  function startWorker(slot: ThreadSlot): Worker {
    const worker = new Worker(workerFile);
    worker.on("message", (reply: HashReply) => {
      const job = slot.job;
      slot.job = undefined;
      worker.unref();
      // Pauses in proportion to the event loop's utilization, up to 1.5 times the job's duration, to leave CPU time to
      // requests. Deno does not measure the utilization, so there is no pause.
      const now = performance.now();
      const elapsedMs = now - slot.startedAt;
      const pauseMs = 1.5 * elapsedMs * performance.eventLoopUtilization(slot.utilization).utilization;
      lastSeconds = (elapsedMs + pauseMs) / 1000;
      slot.pausedUntil = now + pauseMs;
      job?.resolve(reply);
      startNext();
    });
    const onLost = (error: Error) => {
      if (slot.worker !== worker) return;
      const job = slot.job;
      slot.worker = undefined;
      slot.job = undefined;
      clearTimeout(slot.pauseTimer);
      job?.reject(error);
      startNext();
    };
    worker.on("error", (cause) => onLost(new Error("The hashing thread crashed", { cause })));
    worker.on("exit", (code) => onLost(new Error(`The hashing thread ended with code ${code}`)));
    return worker;
  }

  return {
    async hash(password) {
      const salt = randomString(randomBytes, saltLength, alphanumeric);
      return String(await enqueue({ kind: "hash", password, salt, iterations }));
    },
    async verify(password, stored = placeholderHash) {
      return (await enqueue({ kind: "verify", password, stored, iterations })) === true;
    },
    needsRehash: (stored) => needsRehash(stored, iterations),
    async close() {
      closed = true;
      const error = new Error("The hasher is closed");
      for (const job of queue.splice(0)) job.reject(error);
      await Promise.all(
        slots.map(async (slot) => {
          const { worker, job } = slot;
          slot.worker = undefined;
          slot.job = undefined;
          clearTimeout(slot.pauseTimer);
          job?.reject(error);
          await worker?.terminate();
        }),
      );
    },
  };
}
