import assert from "node:assert/strict";
import { migrations } from "../../../../src/server/database/migrations/all.ts";
import { migrate, migrationStates, rollBack } from "../../../../src/server/database/migrations/migrate.ts";
import type { Migration } from "../../../../src/server/database/migrations/migration.ts";
import { runModule, testOnEmpty } from "../databases.ts";

const names = migrations.map(({ name }) => name);

testOnEmpty("all migrations are applied, reverted and applied again", async ({ open }) => {
  const database = await open();
  assert.deepEqual(await migrate(database), names);
  assert.deepEqual(await migrate(database), []);

  for (const name of names.toReversed()) assert.equal(await rollBack(database), name);
  assert.equal(await rollBack(database), undefined);
  const tables = await database.sequelize.getQueryInterface().showAllTables();
  assert.deepEqual(tables, ["schema_migrations"]);

  assert.deepEqual(await migrate(database), names);
});

testOnEmpty("migrationStates returns each migration with the time at which it was applied", async ({ open }) => {
  const database = await open();
  const [first] = migrations;
  assert.ok(first);
  await migrate(database, [first]);

  const [applied, ...others] = await migrationStates(database, migrations.slice(0, 2)).then((states) => [...states]);
  assert.equal(applied?.name, first.name);
  assert.match(applied.appliedAt ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.ok(Math.abs(Date.parse(applied.appliedAt ?? "") - Date.now()) < 60_000);
  assert.deepEqual(others, [{ name: migrations[1]?.name, appliedAt: null }]);
});

testOnEmpty("processes that start together apply each migration once", async ({ open, env }) => {
  const nodes = await Promise.all(Array.from({ length: 6 }, () => runModule("migrations/migrate-node", env)));
  assert.deepEqual(
    nodes.filter(({ status }) => status !== 0),
    [],
  );
  const applied = nodes.flatMap(({ output }) => output.split("\n").filter((line) => line !== ""));
  assert.deepEqual(applied.sort(), names);
  assert.deepEqual(await migrate(await open()), []);
});

testOnEmpty("concurrent migrate calls of one process apply each migration once", async ({ open }) => {
  const databases = await Promise.all([open(), open(), open()]);
  const applied = await Promise.all(databases.map((database) => migrate(database)));
  assert.deepEqual(applied.flat().sort(), names);
});

testOnEmpty("a database that is newer than the program is refused and not changed", async ({ open }) => {
  const database = await open();
  const newer: Migration = { name: "9999-later", up: () => ["CREATE TABLE later (id integer)"], down: () => [] };
  await migrate(database, [...migrations, newer]);

  const refusal = { name: "MigrationError", message: /newer than this program.*9999-later/ };
  await assert.rejects(migrate(database), refusal);
  await assert.rejects(rollBack(database), refusal);
  await assert.rejects(migrationStates(database), refusal);
  assert.deepEqual(await migrate(database, [...migrations, newer]), []);
});

testOnEmpty("a migration that fails is rolled back, and the ones before it stay", async ({ open }) => {
  const database = await open();
  const good: Migration = { name: "1", up: () => ["CREATE TABLE one (id integer)"], down: () => [] };
  const bad: Migration = {
    name: "2",
    up: () => ["CREATE TABLE two (id integer)", "CREATE NONSENSE"],
    down: () => [],
  };
  await assert.rejects(migrate(database, [good, bad]), /syntax error/);
  const tables = await database.sequelize.getQueryInterface().showAllTables();
  assert.deepEqual(tables.sort(), ["one", "schema_migrations"]);
});
