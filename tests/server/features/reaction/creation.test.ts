import assert from "node:assert/strict";
import type { Database } from "../../../../src/server/database/database.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { postReaction } from "../../../../src/server/features/reaction/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

const members = ["ada1", "bob1", "cyd1", "dan1", "eva1"];

function openReactions(database: Database) {
  const announced: string[] = [];
  const signals = { send: (userId: string) => void announced.push(userId) };
  const reactToPost = postReaction(database, createNotifier({ database, signals, now: () => moment }));
  const react = (postId: number, userId: string, type: number) =>
    reactToPost({ postId, userId, type, createdAt: moment });
  return { react, announced };
}

/** A post's counters, the numbers of its reactions by type, and the number of its notifications. */
async function countsOf(database: Database, id: number) {
  const { Notification, Post, PostReaction } = modelsOf(database);
  const post = await Post.findByPk(id, { rejectOnEmpty: true });
  const types = [1, 2, 3, 4, 5];
  return {
    counters: types.map((type) => post.get(`reactionCount${type}`)),
    counted: await Promise.all(types.map((type) => PostReaction.count({ where: { postId: id, type } }))),
    notifications: await Notification.count({ where: { postId: id } }),
  };
}

testOnEach("concurrent reactions on two servers are counted and notify once", async (database, { open }) => {
  for (const id of members) await addUser(database, id);
  const posts: number[] = [];
  for (const owner of [...members, ...members]) posts.push(await addPost(database, owner));
  const servers = [openReactions(database), openReactions(await open())];
  const reactions = Array.from({ length: 200 }, (_, index) => ({
    postId: posts[index % posts.length] ?? 0,
    userId: members[Math.floor(index / posts.length) % members.length] ?? "",
    type: 1 + (Math.floor(index / 7) % 5),
  }));
  const rows = await Promise.all(
    reactions.map(({ postId, userId, type }, index) => servers[index % 2]?.react(postId, userId, type)),
  );

  for (const [index, row] of rows.entries()) {
    assert.ok(typeof row === "object");
    assert.deepEqual(
      [row.authorId, row.authorName, row.type],
      [reactions[index]?.userId, "Ada", reactions[index]?.type],
    );
  }
  for (const id of posts) {
    const { counters, counted, notifications } = await countsOf(database, id);
    assert.deepEqual(counters, counted);
    assert.equal(
      counted.reduce((sum, count) => sum + count),
      members.length,
    );
    assert.equal(notifications, members.length - 1, "all members except the owner");
  }
  for (const id of members) assert.equal((await modelsOf(database).User.findByPk(id))?.unreadCount, 8);
  assert.equal(servers.flatMap(({ announced }) => announced).length, 40);
});

testOnEach("concurrent reactions each have their own outcome", async (database) => {
  for (const id of members) await addUser(database, id);
  const [post, deleted] = [await addPost(database, "ada1"), await addPost(database, "ada1")];
  await modelsOf(database).Post.update({ deletedAt: moment }, { where: { id: deleted } });
  const { react } = openReactions(database);
  await react(post, "bob1", 2);
  const outcomes = await Promise.allSettled([
    react(post, "ada1", 1),
    react(post, "bob1", 3),
    react(post, "cyd1", 4),
    react(post, "cyd1", 4),
    react(deleted, "dan1", 1),
    react(post + 1000, "dan1", 1),
    react(post, "gone1", 1),
    react(post, "dan1", 5),
    react(post, "dan1", 1),
  ]);
  const isModified = outcomes.map((outcome) => {
    if (outcome.status === "rejected") return "failed";
    return typeof outcome.value === "string" ? outcome.value : Boolean(outcome.value.isModified);
  });
  assert.deepEqual(isModified, [false, true, false, false, "no post", "no post", "failed", false, true]);
  const { counters, counted, notifications } = await countsOf(database, post);
  assert.deepEqual(counters, [2, 0, 1, 1, 0]);
  assert.deepEqual(counters, counted);
  assert.equal(notifications, 3);
});
