import assert from "node:assert/strict";
import { type CounterDifference, recount } from "../../../../src/server/database/counters/recount.ts";
import { readCounters } from "../../../../src/server/database/counters/sharded-counters.ts";
import type { Database } from "../../../../src/server/database/database.ts";
import { migrations } from "../../../../src/server/database/migrations/all.ts";
import { migrate, rollBack } from "../../../../src/server/database/migrations/migrate.ts";
import { commentCreation } from "../../../../src/server/features/comment/creation.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { postCreation } from "../../../../src/server/features/post/creation.ts";
import { postReaction } from "../../../../src/server/features/reaction/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addUser, moment, testOnEach } from "../databases.ts";

const since = new Date(moment.getTime() - 60_000);

async function differencesOf(database: Database, fix = false): Promise<readonly CounterDifference[]> {
  const differences: CounterDifference[] = [];
  await recount(database, { fix, since, onDifference: (difference) => differences.push(difference) });
  return differences;
}

/** Two posts of Ada's, with comments and reactions by Bob. */
async function fill(database: Database): Promise<readonly [number, number]> {
  for (const id of ["ada1", "bob1"]) await addUser(database, id);
  const notifier = createNotifier({ database, signals: { send: () => {} }, now: () => moment });
  const createPost = postCreation(database);
  const comment = commentCreation(database, notifier);
  const react = postReaction(database, notifier);
  const { id: first } = await createPost({ ownerId: "ada1", content: "One", createdAt: moment });
  const { id: second } = await createPost({ ownerId: "ada1", content: "Two", createdAt: moment });
  for (const postId of [first, first, second]) {
    await comment({ postId, ownerId: "bob1", content: "Hello", createdAt: moment });
  }
  await react({ postId: first, userId: "bob1", type: 3, createdAt: moment });
  const { CounterShard } = modelsOf(database);
  await CounterShard.create({ name: "users", shard: 0, count: 2 });
  return [first, second];
}

testOnEach("what the server counted equals what counting gives", async (database) => {
  await fill(database);
  assert.deepEqual(await differencesOf(database), []);
});

testOnEach("every wrong counter is found with its row, corrected, and right afterwards", async (database) => {
  const [first, second] = await fill(database);
  const { Comment, Post, CounterShard, User } = modelsOf(database);
  await Post.update({ commentCount: 9, reactionCount3: 0 }, { where: { id: first } });
  await Post.update({ reactionCount5: 1 }, { where: { id: second } });
  await Comment.update({ reactionCount1: 2 }, { where: { postId: second } });
  await User.update({ unreadCount: 0 }, { where: { id: "ada1" } });
  await CounterShard.update({ count: 5 }, { where: { name: "users" } });
  await CounterShard.destroy({ where: { name: "posts@2026-01-02T03:00Z" } });

  const found = await differencesOf(database);
  const { id: commentId } = await Comment.findOne({ where: { postId: second }, rejectOnEmpty: true });
  assert.deepEqual(found.toSorted(byCounter), [
    { counter: "comments.reaction_count_1", id: commentId, stored: 2, counted: 0 },
    { counter: "posts.comment_count", id: first, stored: 9, counted: 2 },
    { counter: "posts.reaction_count_3", id: first, stored: 0, counted: 1 },
    { counter: "posts.reaction_count_5", id: second, stored: 1, counted: 0 },
    { counter: "posts@2026-01-02T03:00Z", id: undefined, stored: 0, counted: 2 },
    { counter: "users", id: undefined, stored: 5, counted: 2 },
    { counter: "users.unread_count", id: "ada1", stored: 0, counted: 4 },
  ]);
  assert.deepEqual(await differencesOf(database, true), found);
  assert.deepEqual(await differencesOf(database), []);
});

testOnEach("taking migrations back and applying them again leaves every counter right", async (database) => {
  await fill(database);
  for (let count = migrations.length; count > 2; count--) {
    await rollBack(database);
    const [first] = migrations.slice(count - 1);
    assert.ok(first);
    await migrate(database);
    assert.deepEqual(await differencesOf(database), [], `after ${first.name}`);
    for (let undone = migrations.length; undone >= count; undone--) await rollBack(database);
    await migrate(database);
    assert.deepEqual(await differencesOf(database), [], `after all from ${first.name} on`);
  }
  const totals = await readCounters(database, ["users", "posts", "posts@2026-01-02T03:00Z"]);
  assert.deepEqual([...totals.values()], [2, 2, 2]);
});

function byCounter(a: CounterDifference, b: CounterDifference): number {
  return a.counter < b.counter ? -1 : 1;
}
