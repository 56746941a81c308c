import assert from "node:assert/strict";
import { after, before, type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { connect } from "../../../../src/server/database/connect.ts";
import { databaseErrorMessage, isUnavailable } from "../../../../src/server/database/errors.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";
import { modelsOf } from "../../../support/models.ts";
import { type PostgresServer, startPostgres } from "../../../support/postgres.ts";
import { addPost, addUser, silent } from "../databases.ts";

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

async function open(t: TestContext, name: string) {
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const database = await connect({ url: url.href, dataDir: "", log: silent });
  t.after(() => database.close());
  await migrate(database);
  return database;
}

const count = { name: "count", text: "SELECT count(*) AS n FROM posts" };
const nameOf = { name: "name_of", text: "SELECT name FROM users WHERE id = $1" };

test("during a restart of Postgres requests fail as unavailable, and later they succeed", async (t) => {
  const database = await open(t, "restarted");
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  // Several connections of the pool are open and idle when the server goes.
  await Promise.all(Array.from({ length: 8 }, () => database.read(count)));

  await server.halt();
  const attempts = {
    read: () => database.read(count),
    write: () => database.write(async () => undefined),
    model: () => modelsOf(database).Post.findByPk(id),
    ping: () => database.ping(),
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    await assert.rejects(attempt(), (error) => {
      assert.ok(isUnavailable(error), `${name}: ${error}`);
      assert.doesNotMatch(databaseErrorMessage(error), /127\.0\.0\.1|postgres|SELECT/i);
      return true;
    });
  }

  await server.restart();
  await Promise.all(Array.from({ length: 20 }, () => database.read(count)));
  await database.write((transaction) =>
    modelsOf(database).Post.increment("commentCount", { where: { id }, transaction }),
  );
  assert.equal((await modelsOf(database).Post.findByPk(id))?.commentCount, 1);
});

test("connections that the server ends are replaced, and a transaction on one is rolled back", async (t) => {
  const database = await open(t, "ended");
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  t.after(() => admin.end());
  await addUser(database, "ada.l");
  const endAll = () =>
    admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'minifb'");

  await endAll();
  assert.deepEqual(await database.read(count), [{ n: 0 }]);

  const sleeping = database.read({ name: "sleep", text: "SELECT pg_sleep(0.3), 7 AS n" });
  await delay(100);
  await endAll();
  assert.equal((await sleeping).length, 1, "a read that lost its connection runs again on another");

  const currentName = async () => (await database.read<{ name: string }>(nameOf, ["ada.l"]))[0]?.name;
  const writing = database.write(async (transaction) => {
    await modelsOf(database).User.update({ name: "Bob" }, { where: { id: "ada.l" }, transaction });
    await endAll();
    await modelsOf(database).User.update({ name: "Eve" }, { where: { id: "ada.l" }, transaction });
  });
  await assert.rejects(writing, isUnavailable);
  assert.equal(await currentName(), "Ada");

  await endAll();
  await database.write((transaction) =>
    modelsOf(database).User.update({ name: "Zoe" }, { where: { id: "ada.l" }, transaction }),
  );
  assert.equal(await currentName(), "Zoe");
});

test("a statement whose columns a migration changed is prepared again", async (t) => {
  const database = await open(t, "altered");
  await database.sequelize.query("CREATE TABLE t (a integer)");
  const all = { name: "all", text: "SELECT * FROM t" };
  assert.deepEqual(await database.read(all), []);
  await database.sequelize.query("ALTER TABLE t ADD COLUMN b integer DEFAULT 1");
  await database.sequelize.query("INSERT INTO t (a) VALUES (5)");
  assert.deepEqual(await database.read(all), [{ a: 5, b: 1 }]);
});

test("a connection that is refused is reported at once, without address and password", async () => {
  const url = "postgres://someone:very-secret@127.0.0.1:1/minifb";
  await assert.rejects(connect({ url, dataDir: "", log: silent }), (error) => {
    assert.ok(isUnavailable(error));
    assert.equal(databaseErrorMessage(error), "The database is unavailable (ECONNREFUSED)");
    assert.doesNotMatch(String(error instanceof Error ? error.stack : error), /very-secret/);
    return true;
  });
});
