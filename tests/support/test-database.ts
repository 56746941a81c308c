import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDatabase } from "./postgres.ts";
import { oneOf } from "./server-process.ts";

export type DatabaseKind = "sqlite" | "postgres";

export interface ServerDatabase {
  readonly kind: DatabaseKind;
  /** What a server needs in its environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}

/** What `TEST_DATABASE` asks for; SQLite where it asks for nothing. */
export function testDatabaseKind(): DatabaseKind {
  return oneOf("TEST_DATABASE", ["sqlite", "postgres"]);
}

/** A fresh database for one server, without a table. */
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
