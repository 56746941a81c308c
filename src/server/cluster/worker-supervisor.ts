import cluster from "node:cluster";
import { setTimeout } from "node:timers";
import type { Logger } from "pino";
import { deferred } from "../../util/deferred.ts";
import { createIpcChannel, type OwnIpcChannel } from "./ipc-channel.ts";

export interface SupervisorOptions {
  readonly workers: number;
  readonly log: Pick<Logger, "warn" | "error">;
  /** Prepares what a new worker may ask and tell. */
  readonly welcome: (id: number, link: OwnIpcChannel) => void;
  /** Told of a worker that has ended. */
  readonly left: (id: number) => void;
}

/** The processes that take a server's requests. */
export interface WorkerSupervisor {
  /** The port at which they listen, once all do; rejects with what keeps one of them from it. */
  readonly ready: Promise<number>;
  /** By the worker's number, which none had before it. */
  readonly links: ReadonlyMap<number, OwnIpcChannel>;
  /** Has each finish what is under way; resolves when none is left. */
  stop(): Promise<void>;
}

/** In milliseconds, until a worker that ended is replaced. */
const shortestPause = 100;
const longestPause = 10_000;
/** One that lived so long, in milliseconds, had all that it needs; so its successor need not be waited for longer. */
const longLife = 60_000;
/** In milliseconds. A worker has 10 s for its requests, and then writes what it has in memory. */
const mostToStop = 20_000;

/** Runs this program in several processes, and replaces those that end before they are told to. */
export function superviseWorkers({ workers, log, welcome, left }: SupervisorOptions): WorkerSupervisor {
  const links = new Map<number, OwnIpcChannel>();
  const ready = deferred<number>();
  const stopped = deferred<void>();
  let port: number | undefined;
  let env: Readonly<Record<string, string>> = {};
  let arrived = 0;
  let pause = shortestPause;
  let isStopping = false;

  function start(): void {
    if (isStopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork(env);
    const link = createIpcChannel((message) => {
      if (worker.isConnected()) worker.send(message, () => {});
    });
    let reason: string | undefined;
    links.set(worker.id, link);
    link.on("ready", (at) => {
      port = at;
      arrived += 1;
      if (arrived === workers) ready.resolve(at);
    });
    link.on("failed", (message) => {
      reason = message;
      worker.process.kill("SIGKILL");
    });
    welcome(worker.id, link);
    worker.on("message", link.receive);
    worker.once("exit", (code, signal) => ended(reason ?? `A worker ended with ${signal ?? code}`));
    worker.on("error", (error) => {
      if (worker.process.pid === undefined) ended(`Cannot start a worker: ${error.message}`);
      else log.warn({ err: error, worker: worker.process.pid }, "A worker cannot be told something");
    });

    function ended(why: string): void {
      if (!links.delete(worker.id)) return;
      link.end();
      left(worker.id);
      if (isStopping) {
        if (links.size === 0) stopped.resolve();
      } else if (arrived < workers) {
        ready.reject(new Error(why));
      } else {
        // All share one listening socket, by what PORT says, until none is left; a free port that was picked then stays.
        if (links.size === 0) env = { PORT: String(port) };
        if (performance.now() - startedAt > longLife) pause = shortestPause;
        log.error({ worker: worker.process.pid }, `${why}; another takes its place in ${pause} ms`);
        setTimeout(start, pause);
        pause = Math.min(2 * pause, longestPause);
      }
    }
  }

  for (let count = 0; count < workers; count++) start();
  return {
    ready: ready.promise,
    links,
    stop() {
      isStopping = true;
      for (const link of links.values()) link.send("stop", null);
      if (links.size === 0) stopped.resolve();
      const killer = setTimeout(() => {
        for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill("SIGKILL");
      }, mostToStop);
      return stopped.promise.finally(() => clearTimeout(killer));
    },
  };
}
