import type { Database } from "../database/database.ts";
import { UnavailableError } from "../database/errors.ts";
import type { IpcChannel } from "./ipc-channel.ts";

/** By then the client of a waiting write has given up. */
const maxWaitMs = 10_000;

/**
 * Serializes the writes of all workers in their order of arrival. SQLite has one writer at a time, and another process can
 * only poll for its lock, which is slow and not fair. Postgres needs no such lock.
 */
export function serializeWrites(database: Database, primary: IpcChannel): Database {
  if (database.dialect === "postgres") return database;
  return {
    ...database,
    async write(work) {
      const requestedAt = performance.now();
      await primary.request("acquireWriteLock", null);
      try {
        if (performance.now() - requestedAt > maxWaitMs) throw new UnavailableError("The database is too busy");
        return await database.write(work);
      } finally {
        primary.send("releaseWriteLock", null);
      }
    },
  };
}

/** The primary's part: the lock and its queue. */
export interface WriteLock {
  /** Resolves when the worker holds the lock. */
  acquire(worker: number): Promise<null>;
  release(worker: number): void;
  /** To be called when a worker has ended: releases its lock and cancels its waiting writes. */
  remove(worker: number): void;
}

export function createWriteLock(): WriteLock {
  let queue: { readonly worker: number; readonly resolve: (nothing: null) => void }[] = [];
  let holder: number | undefined;

  function grantNext(): void {
    const next = queue.shift();
    holder = next?.worker;
    next?.resolve(null);
  }

  function release(worker: number): void {
    if (holder === worker) grantNext();
  }

  return {
    acquire: (worker) =>
      new Promise((resolve) => {
        queue.push({ worker, resolve });
        if (holder === undefined) grantNext();
      }),
    release,
    remove(worker) {
      queue = queue.filter((entry) => entry.worker !== worker);
      release(worker);
    },
  };
}
