import { spawn } from "node:child_process";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { type Logger, pino } from "pino";
import { connect } from "../../../src/server/database/connect.ts";
import type { Database } from "../../../src/server/database/database.ts";
import { migrate } from "../../../src/server/database/migrations/migrate.ts";
import { modelsOf } from "../../support/models.ts";
import { testDatabase } from "../../support/test-database.ts";

export const silent: Logger = pino({ level: "silent" });

export interface DatabaseFixture {
  readonly dialect: "sqlite" | "postgres";
  /** The environment variables with which another process opens the same database. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens a further connection, as another process would. It is closed at the end of the test. */
  open(): Promise<Database>;
}

/** One test for each dialect, on an empty database without tables. */
export function testOnEmpty(name: string, body: (fixture: DatabaseFixture, t: TestContext) => Promise<void>): void {
  for (const dialect of ["sqlite", "postgres"] as const) {
    test(`${dialect}: ${name}`, async (t) => {
      const { env, drop } = await testDatabase(dialect);
      const opened: Database[] = [];
      t.after(async () => {
        await Promise.all(opened.map((database) => database.close()));
        await drop();
      });
      const open = async () => {
        const url = env.DATABASE_URL;
        const database = await connect({ dataDir: env.DATA_DIR ?? "", log: silent, ...(url ? { url } : {}) });
        opened.push(database);
        return database;
      };
      await body({ dialect, env, open }, t);
    });
  }
}

/** One test for each dialect, on a migrated database without rows. */
export function testOnEach(name: string, body: (database: Database, fixture: DatabaseFixture) => Promise<void>): void {
  testOnEmpty(name, async (fixture) => {
    const database = await fixture.open();
    await migrate(database);
    await body(database, fixture);
  });
}

export const moment = new Date("2026-01-02T03:04:05.060Z");

export async function addUser(database: Database, id: string): Promise<void> {
  await modelsOf(database).User.create({ id, passwordHash: "none", name: "Ada", createdAt: moment });
}

export async function addPost(database: Database, ownerId: string, content = "Hello"): Promise<number> {
  const post = await modelsOf(database).Post.create({ ownerId, content, createdAt: moment, updatedAt: moment });
  return post.id;
}

export interface ProcessResult {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a module in another process. @param name its path from this folder, without the extension */
export function runModule(
  name: string,
  env: Readonly<Record<string, string>>,
  args: string[] = [],
): Promise<ProcessResult> {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  const file = fileURLToPath(new URL(`${name}${extension}`, import.meta.url));
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file, ...args], { env: { ...process.env, ...env } });
    const chunks: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => chunks.push(text));
    }
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output: chunks.join("") }));
  });
}
