import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "./postgres.ts";
import { oneOf } from "./server-process.ts";

export type DatabaseKind = "sqlite" | "postgres";

export interface ServerDatabase {
  readonly kind: DatabaseKind;
  /** The configuration of a server that uses it. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** The kind of database in `TEST_DATABASE`; SQLite by default. */
export function testDatabaseKind(): DatabaseKind {
  return oneOf("TEST_DATABASE", ["sqlite", "postgres"]);
}

/** Creates an empty database, without tables, for one server. */
export async function testDatabase(kind = testDatabaseKind()): Promise<ServerDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-test-"));
  const removeFolder = () => rm(folder, { recursive: true, force: true });
  if (kind === "sqlite") return { kind, env: { DATA_DIR: folder }, drop: removeFolder };

  const { url, drop } = await createDatabase();
  return {
    kind,
    env: { DATA_DIR: folder, DATABASE_URL: url },
    drop: async () => {
      await drop();
      await removeFolder();
    },
  };
}
