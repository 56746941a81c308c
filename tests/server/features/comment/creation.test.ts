import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Database } from "../../../../src/server/database/database.ts";
import { commentCreation } from "../../../../src/server/features/comment/creation.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

const members = ["ada1", "bob1", "cyd1"];

function openComments(database: Database) {
  const announced: string[] = [];
  const signals = { send: (userId: string) => void announced.push(userId) };
  const create = commentCreation(database, createNotifier({ database, signals, now: () => moment }));
  const comment = (postId: number, ownerId: string, content = "Hello") =>
    create({ postId, ownerId, content, createdAt: moment });
  return { comment, announced };
}

testOnEach(
  "concurrent comments on two servers are counted, and the posts' owners are notified",
  async (database, { open }) => {
    for (const id of members) await addUser(database, id);
    await modelsOf(database).User.update({ name: "Bob", nickname: "bobby" }, { where: { id: "bob1" } });
    const posts: number[] = [];
    for (const owner of [...members, ...members]) posts.push(await addPost(database, owner));
    const servers = [openComments(database), openComments(await open())];
    const comments = Array.from({ length: 120 }, (_, index) => ({
      postId: posts[index % posts.length] ?? 0,
      ownerId: members[Math.floor(index / posts.length) % 3] ?? "",
      content: `Comment {${index}}, "with" \\`,
    }));
    const created = await Promise.all(
      comments.map(({ postId, ownerId, content }, index) => servers[index % 2]?.comment(postId, ownerId, content)),
    );

    const { Comment, Notification, Post, User } = modelsOf(database);
    for (const [index, comment] of created.entries()) {
      assert.ok(typeof comment === "object");
      const { postId, ownerId, content } = await Comment.findByPk(comment.id, { rejectOnEmpty: true });
      assert.deepEqual({ postId, ownerId, content }, comments[index]);
      const isBob = ownerId === "bob1";
      assert.deepEqual([comment.authorName, comment.authorNickname], isBob ? ["Bob", "bobby"] : ["Ada", null]);
    }
    for (const id of posts) assert.equal((await Post.findByPk(id))?.commentCount, 20);
    for (const userId of members) {
      assert.equal((await User.findByPk(userId))?.unreadCount, await Notification.count({ where: { userId } }), userId);
    }
    const notified = (await Notification.findAll()).map(({ actorId, postId }) => `${actorId} ${postId}`).sort();
    const owners = new Map(posts.map((id, index) => [id, members[index % 3]]));
    const byOthers = comments.filter(({ postId, ownerId }) => owners.get(postId) !== ownerId);
    assert.deepEqual(notified, byOthers.map(({ postId, ownerId }) => `${ownerId} ${postId}`).sort());
    const announced = servers.flatMap((server) => server.announced);
    assert.deepEqual(announced.sort(), byOthers.map(({ postId }) => owners.get(postId) ?? "").sort());
  },
);

testOnEach("concurrent comments each have their own outcome", async (database) => {
  for (const id of members) await addUser(database, id);
  const [post, deleted] = [await addPost(database, "ada1"), await addPost(database, "ada1")];
  await modelsOf(database).Post.update({ deletedAt: moment }, { where: { id: deleted } });
  const { comment } = openComments(database);
  const first = comment(post, "bob1");
  const outcomes = await Promise.allSettled([
    first,
    comment(post, "bob1"),
    comment(deleted, "bob1"),
    comment(post + 1000, "bob1"),
    comment(post, "gone1"),
    comment(post, "cyd1"),
  ]);
  assert.deepEqual(
    outcomes.map((outcome) =>
      outcome.status === "rejected" ? "failed" : typeof outcome.value === "string" ? outcome.value : "made",
    ),
    ["made", "made", "deleted post", "no post", "failed", "made"],
  );
  assert.equal((await modelsOf(database).Post.findByPk(post))?.commentCount, 3);
  assert.equal((await modelsOf(database).User.findByPk("ada1"))?.unreadCount, 3);
});

testOnEach("comments on an unlocked post do not wait for comments on a locked one", async (database) => {
  if (database.dialect === "sqlite") return;
  for (const id of members) await addUser(database, id);
  const [held, free] = [await addPost(database, "ada1"), await addPost(database, "ada1")];
  const { comment } = openComments(database);
  const done: string[] = [];
  let all: Promise<unknown> = Promise.resolve();
  await database.write(async (transaction) => {
    await modelsOf(database).Post.findByPk(held, { lock: true, transaction });
    const waiting = [held, free, held, free].map(async (id) => {
      await comment(id, "bob1");
      done.push(id === held ? "held" : "free");
    });
    all = Promise.all(waiting);
    await delay(300);
    done.push("released");
  });
  await all;
  assert.deepEqual(done, ["free", "free", "released", "held", "held"]);
});
