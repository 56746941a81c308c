import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe } from "node:test";
import { type Logger, pino } from "pino";
import { connect } from "../../../../src/server/database/connect.ts";
import type { Database } from "../../../../src/server/database/database.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { createDatabase } from "../../../support/postgres.ts";

export const silent: Logger = pino({ level: "silent" });

/** Runs a group of tests on a fresh SQLite database and again on a fresh Postgres one, which each group empties itself. */
export function onEachDatabase(what: string, tests: (database: () => Database) => void): void {
  for (const dialect of ["sqlite", "postgres"] as const) {
    describe(`${what} on ${dialect}`, () => {
      let open: Database | undefined;
      const release: (() => Promise<void>)[] = [];
      before(async () => {
        const dataDir = await mkdtemp(join(tmpdir(), "minifb-backoffice-"));
        release.unshift(() => rm(dataDir, { recursive: true, force: true }));
        const postgres = dialect === "postgres" ? await createDatabase() : undefined;
        if (postgres) release.unshift(postgres.drop);
        open = await connect({ dataDir, log: silent, ...(postgres ? { url: postgres.url } : {}) });
        release.unshift(open.close);
        await migrate(open);
      });
      after(async () => {
        for (const step of release) await step();
      });
      tests(() => {
        if (!open) throw new Error("There is no database outside of a test");
        return open;
      });
    });
  }
}

/** A clock that stands still until it is told to go on. */
export function clock(start: string) {
  let time = Date.parse(start);
  return {
    now: () => new Date(time),
    set: (to: string) => {
      time = Date.parse(to);
    },
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}
