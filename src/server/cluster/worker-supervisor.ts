import cluster from "node:cluster";
import { setTimeout } from "node:timers";
import type { Logger } from "pino";
import { deferred } from "../../util/deferred.ts";
import { createIpcChannel, type OwnIpcChannel } from "./ipc-channel.ts";

export interface SupervisorOptions {
  readonly workers: number;
  readonly log: Pick<Logger, "warn" | "error">;
  /** Adds listeners and handlers to the channel of a new worker. */
  readonly onStart: (id: number, channel: OwnIpcChannel) => void;
  /** Called when a worker has ended. */
  readonly onEnd: (id: number) => void;
}

/** The worker processes of a server. */
export interface WorkerSupervisor {
  /** The port, once all workers listen on it; rejects if a worker ends before that. */
  readonly ready: Promise<number>;
  /** By worker id. An id is not reused. */
  readonly channels: ReadonlyMap<number, OwnIpcChannel>;
  /** Makes all workers complete their requests and exit; resolves when all have exited. */
  stop(): Promise<void>;
}

/** Exponential backoff before an ended worker is replaced. */
const minBackoffMs = 100;
const maxBackoffMs = 10_000;
/** A worker that ran this long resets the backoff. */
const backoffResetMs = 60_000;
/** A worker has 10 s for its requests, and then flushes its buffers. */
const stopTimeoutMs = 20_000;

/** Runs this program in several processes and replaces workers that end before `stop`. */
export function superviseWorkers({ workers, log, onStart, onEnd }: SupervisorOptions): WorkerSupervisor {
  const channels = new Map<number, OwnIpcChannel>();
  const ready = deferred<number>();
  const stopped = deferred<void>();
  let port: number | undefined;
  let env: Readonly<Record<string, string>> = {};
  let readyCount = 0;
  let backoffMs = minBackoffMs;
  let isStopping = false;

  function start(): void {
    if (isStopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork(env);
    const channel = createIpcChannel((message) => {
      if (worker.isConnected()) worker.send(message, () => {});
    });
    let failure: string | undefined;
    channels.set(worker.id, channel);
    channel.on("ready", (workerPort) => {
      port = workerPort;
      readyCount += 1;
      if (readyCount === workers) ready.resolve(workerPort);
    });
    channel.on("failed", (message) => {
      failure = message;
      worker.process.kill("SIGKILL");
    });
    onStart(worker.id, channel);
    worker.on("message", channel.receive);
    worker.once("exit", (code, signal) => ended(failure ?? `A worker ended with ${signal ?? code}`));
    worker.on("error", (error) => {
      if (worker.process.pid === undefined) ended(`Cannot start a worker: ${error.message}`);
      else log.warn({ err: error, worker: worker.process.pid }, "Cannot send a message to a worker");
    });

    function ended(reason: string): void {
      if (!channels.delete(worker.id)) return;
      channel.end();
      onEnd(worker.id);
      if (isStopping) {
        if (channels.size === 0) stopped.resolve();
      } else if (readyCount < workers) {
        ready.reject(new Error(reason));
      } else {
        // The workers share one listening socket until the last one ends; with PORT=0, setting PORT then keeps the picked port.
        if (channels.size === 0) env = { PORT: String(port) };
        if (performance.now() - startedAt > backoffResetMs) backoffMs = minBackoffMs;
        log.error({ worker: worker.process.pid }, `${reason}; starting another in ${backoffMs} ms`);
        setTimeout(start, backoffMs);
        backoffMs = Math.min(2 * backoffMs, maxBackoffMs);
      }
    }
  }

  for (let count = 0; count < workers; count++) start();
  return {
    ready: ready.promise,
    channels,
    stop() {
      isStopping = true;
      for (const channel of channels.values()) channel.send("stop", null);
      if (channels.size === 0) stopped.resolve();
      const killer = setTimeout(() => {
        for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
      }, stopTimeoutMs);
      return stopped.promise.finally(() => clearTimeout(killer));
    },
  };
}
