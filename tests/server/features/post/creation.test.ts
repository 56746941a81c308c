import assert from "node:assert/strict";
import { readCounters } from "../../../../src/server/database/counters/sharded-counters.ts";
import { postCreation } from "../../../../src/server/features/post/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addUser, moment, testOnEach } from "../../database/databases.ts";

const quarter = 15 * 60_000;

testOnEach("posts that are made at once are each their writer's, in order, and counted", async (database, { open }) => {
  for (const id of ["ada1", "bob1", "cyd1"]) await addUser(database, id);
  await modelsOf(database).User.update({ name: "Bob", nickname: "bobby" }, { where: { id: "bob1" } });
  const servers = [postCreation(database), postCreation(await open())];
  const written = Array.from({ length: 200 }, (_, index) => ({
    ownerId: ["ada1", "bob1", "cyd1"][index % 3] ?? "",
    content: `Post {${index}}, "with" \\ and\nNULL`,
    createdAt: new Date(moment.getTime() + (index % 2) * quarter),
  }));
  const created = await Promise.all(written.map((post, index) => servers[index % 2]?.(post)));

  for (const [index, post] of created.entries()) {
    const isBob = index % 3 === 1;
    assert.deepEqual([post?.authorName, post?.authorNickname], isBob ? ["Bob", "bobby"] : ["Ada", null]);
    const row = await modelsOf(database).Post.findByPk(post?.id ?? 0, { rejectOnEmpty: true });
    const { ownerId, content, createdAt, updatedAt } = row;
    assert.deepEqual(
      { ownerId, content, createdAt, updatedAt },
      { ...written[index], updatedAt: written[index]?.createdAt },
    );
  }
  const own = created.filter((_, index) => index % 2 === 0).map((post) => post?.id ?? 0);
  assert.deepEqual(
    own,
    own.toSorted((a, b) => a - b),
    "who came first has the lower id",
  );
  const names = ["posts", "posts@2026-01-02T03:00Z", "posts@2026-01-02T03:15Z"];
  assert.deepEqual([...(await readCounters(database, names)).values()], [200, 100, 100]);
});

testOnEach("a post of nobody's among others fails alone", async (database) => {
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
