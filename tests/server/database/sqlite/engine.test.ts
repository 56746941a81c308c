import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath } from "node:url";
import { QueryTypes } from "sequelize";
import { connect } from "../../../../src/server/database/connect.ts";
import { databaseErrorMessage, isUnavailable } from "../../../../src/server/database/errors.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, silent } from "../databases.ts";

async function openSqlite(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), "minifb-database-"));
  const dataDir = join(folder, "data");
  const database = await connect({ dataDir, log: silent });
  t.after(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  await migrate(database);
  return { database, dataDir };
}

/** Starts another process that holds SQLite's write lock. */
async function holdLock(dataDir: string, milliseconds: number) {
  const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
  const file = fileURLToPath(new URL(`hold-lock${extension}`, import.meta.url));
  const child = spawn(process.execPath, [file, join(dataDir, "minifb.sqlite"), String(milliseconds)]);
  const released = once(child, "close");
  await once(child.stdout, "data");
  return { released };
}

test("a writer waits for another process's transaction", async (t) => {
  const { database, dataDir } = await openSqlite(t);
  const { released } = await holdLock(dataDir, 600);
  await addUser(database, "ada.l");
  assert.equal(await modelsOf(database).User.count(), 1);
  await released;
});

test("a writer that waited too long fails as unavailable; readers do not wait; later writers succeed", async (t) => {
  const { database, dataDir } = await openSqlite(t);
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  t.mock.method(console, "warn", () => undefined);
  const { released } = await holdLock(dataDir, 6500);

  const started = performance.now();
  const writing = assert.rejects(
    database.write((transaction) => modelsOf(database).Post.increment("commentCount", { where: { id }, transaction })),
    (error) => {
      assert.ok(isUnavailable(error), String(error));
      assert.equal(databaseErrorMessage(error), "The database is too busy (SQLITE_BUSY)");
      return true;
    },
  );
  const readStarted = performance.now();
  assert.equal((await database.read({ name: "a", text: "SELECT id FROM posts" })).length, 1);
  assert.ok(performance.now() - readStarted < 1000);
  await writing;
  const waited = performance.now() - started;
  assert.ok(waited > 4000 && waited < 6400, `waited ${waited} ms`);

  await released;
  await database.write((transaction) =>
    modelsOf(database).Post.increment("commentCount", { where: { id }, transaction }),
  );
  assert.equal((await modelsOf(database).Post.findByPk(id))?.commentCount, 1);
});

test("only the owner can open the data folder, the file is in WAL mode, and every connection has its settings", async (t) => {
  const { database, dataDir } = await openSqlite(t);
  assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
  assert.ok((await readdir(dataDir)).includes("minifb.sqlite-wal"));

  const settings = ["foreign_keys", "busy_timeout", "synchronous", "journal_mode"];
  const expected = ["1", "5000", "2", "wal"];
  const value = (row: unknown) => Object.values(Object(row)).map(String);
  for (const [index, setting] of settings.entries()) {
    const sql = `PRAGMA ${setting}`;
    const type = QueryTypes.SELECT;
    const shared = await database.sequelize.query(sql, { type });
    const inTransaction = await database.write((transaction) => database.sequelize.query(sql, { transaction, type }));
    const reader = await database.read({ name: setting, text: sql });
    for (const rows of [shared, inTransaction, reader]) {
      assert.deepEqual(rows.flatMap(value), [expected[index]], setting);
    }
  }
});

test("a read cannot write", async (t) => {
  const { database } = await openSqlite(t);
  await assert.rejects(database.read({ name: "w", text: "DELETE FROM users RETURNING id" }), /readonly/);
});

test("a data folder that cannot be made is an error", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "minifb-database-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "file");
  await writeFile(file, "");
  await assert.rejects(connect({ dataDir: join(file, "data"), log: silent }), { code: "ENOTDIR" });
});
