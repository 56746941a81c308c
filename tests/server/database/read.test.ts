import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import type { Statement } from "../../../src/server/database/database.ts";
import { isUnavailable } from "../../../src/server/database/errors.ts";
import { statementNames } from "../../../src/server/database/postgres/statement-names.ts";
import { timestamp } from "../../../src/server/database/timestamp.ts";
import { modelsOf } from "../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "./databases.ts";

const echo: Statement = {
  name: "echo",
  text: "SELECT CAST($2 AS varchar(100)) AS text, CAST($1 AS bigint) AS number WHERE CAST($1 AS bigint) <> 13",
};

testOnEach("hundreds of concurrent reads of one statement have their own rows", async (database) => {
  const count = 600;
  const reads = Array.from({ length: count }, (_, index) => database.read(echo, [index, `text ${index}`]));
  const answers = await Promise.all(reads);
  for (const [index, rows] of answers.entries()) {
    assert.deepEqual(rows, index === 13 ? [] : [{ text: `text ${index}`, number: index }]);
  }
});

testOnEach("a failing statement does not affect concurrent ones", async (database) => {
  const failing = { name: "failing", text: "SELECT id FROM no_such_table WHERE id = $1" };
  const wrong = { name: "wrong", text: "SELECT CAST($1 AS bigint) AS n FROM posts WHERE id = $2" };
  const answers = await Promise.allSettled(
    Array.from({ length: 120 }, (_, index) => {
      if (index % 3 === 0) return database.read(failing, [index]);
      if (index % 3 === 1) return database.read(echo, [index === 13 ? 14 : index, "same"]);
      return database.read(wrong, [index, index]);
    }),
  );
  for (const [index, { status }] of answers.entries()) {
    assert.equal(status, index % 3 === 0 ? "rejected" : "fulfilled", `read ${index}`);
  }
  assert.deepEqual(await database.read(echo, [1, "still"]), [{ text: "still", number: 1 }]);
});

testOnEach("values are never interpreted as SQL", async (database) => {
  for (const text of ["'; DROP TABLE users; --", '"', "\\", "$1", "?1", "%_", "한국어 😀", ""]) {
    assert.deepEqual(await database.read(echo, [1, text]), [{ text, number: 1 }]);
  }
  assert.equal(await modelsOf(database).User.count(), 0);
});

testOnEach("bigints are numbers, null is null, and timestamps are formatted as RFC 3339", async (database) => {
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  await modelsOf(database).Post.update({ commentCount: 2 }, { where: { id } });
  const text = `SELECT id, count(*) AS n, MAX(deleted_at) AS deleted, created_at AS created, CAST($2 AS varchar) AS blank
    FROM posts WHERE created_at = $1 AND deleted_at IS NULL GROUP BY id, created_at`;
  const [row] = await database.read<{ created: Date | string }>({ name: "kinds", text }, [moment, null]);
  assert.ok(row);
  const { created, ...others } = row;
  assert.deepEqual(others, { id, n: 1, deleted: null, blank: null });
  assert.equal(timestamp(created), "2026-01-02T03:04:05.060Z");

  const post = await modelsOf(database).Post.findByPk(id, { rejectOnEmpty: true });
  assert.equal(post.createdAt.getTime(), moment.getTime());
  const owner = await modelsOf(database).User.findByPk(post.ownerId, { rejectOnEmpty: true });
  assert.equal(owner.isAdmin, false);
  assert.equal(owner.temporaryPasswordExpiresAt, null);
});

testOnEach("timestamps compare by time", async (database) => {
  await addUser(database, "ada.l");
  await addPost(database, "ada.l");
  const since = { name: "since", text: "SELECT id FROM posts WHERE created_at > $1" };
  assert.equal((await database.read(since, [new Date(moment.getTime() - 1)])).length, 1);
  assert.equal((await database.read(since, [moment])).length, 0);
});

testOnEach("booleans can be read and bound", async (database) => {
  await addUser(database, "ada.l");
  const admins = { name: "admins", text: "SELECT is_admin FROM users WHERE is_admin = $1" };
  const rows = await database.read<{ is_admin: unknown }>(admins, [false]);
  assert.deepEqual(
    rows.map((row) => Boolean(row.is_admin)),
    [false],
  );
  assert.equal((await database.read(admins, [true])).length, 0);
});

testOnEach("any number of different statements can be read", async (database) => {
  for (let index = 0; index < 700; index++) {
    const rows = await database.read({ name: `many_${index}`, text: `SELECT ${index} AS n WHERE 1 = $1` }, [1]);
    assert.deepEqual(rows, [{ n: index }]);
  }
});

testOnEach("a closed database is unavailable", async (database) => {
  const reading = database.read(echo, [1, "a"]);
  await setImmediate();
  await Promise.all([reading, database.close()]);
  await assert.rejects(database.read(echo, [1, "a"]), isUnavailable);
  await assert.rejects(database.ping(), isUnavailable);
  await assert.rejects(modelsOf(database).User.count(), isUnavailable);
});

test("two texts with one name are an error, and only a limited number of statements get a name", () => {
  const nameOf = statementNames(2);
  assert.equal(nameOf({ name: "a", text: "1" }), "a");
  assert.equal(nameOf({ name: "a", text: "1" }), "a");
  assert.throws(() => nameOf({ name: "a", text: "2" }), /Two statements are named a/);
  assert.equal(nameOf({ name: "b", text: "2" }), "b");
  assert.equal(nameOf({ name: "c", text: "3" }), undefined);
  assert.equal(nameOf({ name: "b", text: "2" }), "b");
});
