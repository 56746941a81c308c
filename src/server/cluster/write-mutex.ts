import type { Database } from "../database/database.ts";
import { UnavailableError } from "../database/errors.ts";
import type { IpcChannel } from "./ipc-channel.ts";

/** In milliseconds; later whoever waits for it has stopped caring. */
const longestWait = 10_000;

/**
 * Has all workers' writers take turns, in the order they came. SQLite has one writer at a time, and another process's can only
 * look again and again whether it is done, which takes long and may always come too late. Postgres needs nothing.
 */
export function serializeWrites(database: Database, primary: IpcChannel): Database {
  if (database.dialect === "postgres") return database;
  return {
    ...database,
    async write(work) {
      const came = performance.now();
      await primary.request("turn", null);
      try {
        if (performance.now() - came > longestWait) throw new UnavailableError("The database is too busy");
        return await database.write(work);
      } finally {
        primary.send("turnOver", null);
      }
    },
  };
}

/** The primary's part: who writes, and who waits to. */
export interface WriteQueue {
  /** Resolves when it is a worker's turn. */
  take(worker: number): Promise<null>;
  /** Its turn is over. */
  end(worker: number): void;
  /** To be told when it is gone. */
  leave(worker: number): void;
}

export function createWriteQueue(): WriteQueue {
  let waiting: { readonly worker: number; readonly go: (nothing: null) => void }[] = [];
  let writer: number | undefined;

  function next(): void {
    const first = waiting.shift();
    writer = first?.worker;
    first?.go(null);
  }

  function end(worker: number): void {
    if (writer === worker) next();
  }

  return {
    take: (worker) =>
      new Promise((go) => {
        waiting.push({ worker, go });
        if (writer === undefined) next();
      }),
    end,
    leave(worker) {
      waiting = waiting.filter((each) => each.worker !== worker);
      end(worker);
    },
  };
}
