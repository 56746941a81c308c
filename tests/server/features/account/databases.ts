import { test } from "node:test";
import { pino } from "pino";
import { connect } from "../../../../src/server/database/connect.ts";
import type { Database } from "../../../../src/server/database/database.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { modelsOf } from "../../../support/models.ts";
import { type DatabaseKind, testDatabase } from "../../../support/test-database.ts";

/** A database of the test's own, as several processes would each open it. */
export interface SharedDatabase {
  /** What a command needs in its environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  open(): Promise<Database>;
  /** To be done at the end, before the databases are closed. */
  cleanUp(work: () => Promise<void>): void;
}

const kinds: readonly DatabaseKind[] = ["sqlite", "postgres"];

/** One test on each kind of database. */
export function testOnEach(name: string, body: (shared: SharedDatabase) => Promise<void>): void {
  for (const kind of kinds) {
    test(`${kind}: ${name}`, async () => {
      const { env, drop } = await testDatabase(kind);
      const last = [drop];
      const open = async () => {
        const url = env.DATABASE_URL;
        const log = pino({ level: "silent" });
        const database = await connect({ ...(url === undefined ? {} : { url }), dataDir: env.DATA_DIR ?? "", log });
        last.push(database.close);
        await migrate(database);
        return database;
      };
      try {
        await body({ env, open, cleanUp: (work) => void last.push(work) });
      } finally {
        for (const work of last.reverse()) await work();
      }
    });
  }
}

export async function addUser(database: Database, id: string, passwordHash = "none"): Promise<void> {
  await modelsOf(database).User.create({ id, passwordHash, name: "Ada", createdAt: new Date() });
}
