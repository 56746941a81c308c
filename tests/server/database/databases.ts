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

export interface Place {
  readonly dialect: "sqlite" | "postgres";
  /** What another process needs in its environment to use the same database. */
  readonly env: Readonly<Record<string, string>>;
  /** Each call is like another process that opens the database; the end of the test closes it. */
  open(): Promise<Database>;
}

/** One test on each of the two databases, both fresh and without a table. */
export function testOnEmpty(name: string, body: (place: Place, t: TestContext) => Promise<void>): void {
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

/** One test on each of the two databases, both with all of the tables and nothing in them. */
export function testOnEach(name: string, body: (database: Database, place: Place) => Promise<void>): void {
  testOnEmpty(name, async (place) => {
    const database = await place.open();
    await migrate(database);
    await body(database, place);
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

export interface Ended {
  readonly status: number | null;
  readonly output: string;
}

/** Runs a module of this folder in a process of its own. */
export function runModule(name: string, env: Readonly<Record<string, string>>, args: string[] = []): Promise<Ended> {
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
