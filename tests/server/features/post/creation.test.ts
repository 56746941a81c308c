import assert from "node:assert/strict";
import { readCounters } from "../../../../src/server/database/counters/sharded-counters.ts";
import { postCreation } from "../../../../src/server/features/post/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addUser, moment, testOnEach } from "../../database/databases.ts";

const quarterHourMs = 15 * 60_000;

testOnEach("concurrent posts on two servers have the right owners and are counted", async (database, { open }) => {
  for (const id of ["ada1", "bob1", "cyd1"]) await addUser(database, id);
  await modelsOf(database).User.update({ name: "Bob", nickname: "bobby" }, { where: { id: "bob1" } });
  const servers = [postCreation(database), postCreation(await open())];
  const posts = Array.from({ length: 200 }, (_, index) => ({
    ownerId: ["ada1", "bob1", "cyd1"][index % 3] ?? "",
    content: `Post {${index}}, "with" \\ and\nNULL`,
    createdAt: new Date(moment.getTime() + (index % 2) * quarterHourMs),
  }));
  const created = await Promise.all(posts.map((post, index) => servers[index % 2]?.(post)));

  for (const [index, post] of created.entries()) {
    const isBob = index % 3 === 1;
    assert.deepEqual([post?.authorName, post?.authorNickname], isBob ? ["Bob", "bobby"] : ["Ada", null]);
    const row = await modelsOf(database).Post.findByPk(post?.id ?? 0, { rejectOnEmpty: true });
    const { ownerId, content, createdAt, updatedAt } = row;
    assert.deepEqual(
      { ownerId, content, createdAt, updatedAt },
      { ...posts[index], updatedAt: posts[index]?.createdAt },
    );
  }
  const names = ["posts", "posts@2026-01-02T03:00Z", "posts@2026-01-02T03:15Z"];
  assert.deepEqual([...(await readCounters(database, names)).values()], [200, 100, 100]);
});

testOnEach("posts that share a batch get ids in the order of their requests", async (database) => {
  await addUser(database, "ada1");
  const create = postCreation(database);
  const posts = Array.from({ length: 20 }, (_, index) => ({ ownerId: "ada1", content: `${index}`, createdAt: moment }));
  const ids = (await Promise.all(posts.map(create))).map(({ id }) => id);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => a - b),
  );
});

testOnEach("a post of a missing member does not fail the others of its batch", async (database) => {
  await addUser(database, "ada1");
  const create = postCreation(database);
  const owners = ["ada1", "ada1", "gone1", "ada1", "ada1"];
  const outcomes = await Promise.allSettled(
    owners.map((ownerId) => create({ ownerId, content: "Hello", createdAt: moment })),
  );
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "fulfilled", "rejected", "fulfilled", "fulfilled"],
  );
  assert.equal(await modelsOf(database).Post.count(), 4);
  assert.equal((await readCounters(database, ["posts"])).get("posts"), 4);
});
