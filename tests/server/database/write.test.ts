import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "sequelize";
import type { Database } from "../../../src/server/database/database.ts";
import { modelsOf } from "../../support/models.ts";
import { addPost, addUser, runModule, testOnEach } from "./databases.ts";

const writerCount = 24;

/** Loses updates unless transactions on one row are serialized. */
export async function readAndAddOne(database: Database, id: number, transaction: Transaction) {
  const { Post } = modelsOf(database);
  const post = await Post.findByPk(id, { lock: true, rejectOnEmpty: true, transaction });
  await post.update({ commentCount: post.commentCount + 1 }, { transaction });
}

testOnEach("a write commits all of its work, and a later read sees it", async (database) => {
  await addUser(database, "ada.l");
  const id = await database.write(async (transaction) => {
    const written = { content: "One", createdAt: new Date(), updatedAt: new Date() };
    const post = await modelsOf(database).Post.create({ ownerId: "ada.l", ...written }, { transaction });
    await post.increment("commentCount", { by: 2, transaction });
    return post.id;
  });
  const rows = await database.read({ name: "t", text: "SELECT id, comment_count FROM posts WHERE id = $1" }, [id]);
  assert.deepEqual(rows, [{ id, comment_count: 2 }]);
});

testOnEach("a write that throws is rolled back, and rejects with the error", async (database) => {
  await addUser(database, "ada.l");
  const failure = new Error("Changed my mind");
  const writing = database.write(async (transaction) => {
    await modelsOf(database).User.update({ name: "Bob" }, { where: { id: "ada.l" }, transaction });
    throw failure;
  });
  await assert.rejects(writing, (error) => error === failure);
  assert.equal((await modelsOf(database).User.findByPk("ada.l"))?.name, "Ada");

  const violating = database.write(async (transaction) => {
    await modelsOf(database).User.update({ name: "Bob" }, { where: { id: "ada.l" }, transaction });
    await modelsOf(database).User.update({ name: "" }, { where: { id: "ada.l" }, transaction });
  });
  await assert.rejects(violating);
  assert.equal((await modelsOf(database).User.findByPk("ada.l"))?.name, "Ada");
  await database.write(async () => undefined);
});

testOnEach("24 concurrent writers on one row lose no update", async (database) => {
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  const writers = Array.from({ length: writerCount }, async () => {
    for (let round = 0; round < 4; round++) {
      await database.write((transaction) => readAndAddOne(database, id, transaction));
    }
  });
  await Promise.all(writers);
  assert.equal((await modelsOf(database).Post.findByPk(id))?.commentCount, writerCount * 4);
});

testOnEach("writers in several processes on one row lose no update", async (database, { env }) => {
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  const processes = Array.from({ length: 3 }, () => runModule("write-node", env, [String(id), "40"]));
  const mine = Array.from({ length: 40 }, () =>
    database.write((transaction) => readAndAddOne(database, id, transaction)),
  );
  const ended = await Promise.all(processes);
  await Promise.all(mine);
  assert.deepEqual(
    ended.filter(({ status }) => status !== 0),
    [],
  );
  assert.equal((await modelsOf(database).Post.findByPk(id))?.commentCount, 160);
});

testOnEach("transactions that deadlock both succeed", async (database) => {
  await addUser(database, "ada.l");
  const [one, two] = [await addPost(database, "ada.l"), await addPost(database, "ada.l")];
  let runs = 0;
  const crossing = (first: number, second: number) =>
    database.write(async (transaction) => {
      runs++;
      await readAndAddOne(database, first, transaction);
      await delay(100);
      await readAndAddOne(database, second, transaction);
    });
  await Promise.all([crossing(one, two), crossing(two, one)]);
  const posts = await modelsOf(database).Post.findAll();
  assert.deepEqual(
    posts.map(({ commentCount }) => commentCount),
    [2, 2],
  );
  assert.equal(runs, database.dialect === "postgres" ? 3 : 2, "on Postgres the victim runs again");
});

testOnEach("close waits for earlier writers and refuses later ones", async (database, { open }) => {
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l");
  const other = await open();
  const writing = Array.from({ length: 5 }, () => other.write((transaction) => readAndAddOne(other, id, transaction)));
  await delay(5);
  await Promise.all([other.close(), ...writing]);
  await assert.rejects(other.write(async () => undefined));
  assert.equal((await modelsOf(database).Post.findByPk(id))?.commentCount, 5);
});
