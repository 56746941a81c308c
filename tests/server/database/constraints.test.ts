import assert from "node:assert/strict";
import { isUnavailable } from "../../../src/server/database/errors.ts";
import { modelsOf } from "../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "./databases.ts";

const emoji = (count: number) => "😀".repeat(count);

/** The database must refuse the write, with an error that is not `isUnavailable`. */
async function refuses(what: string, write: Promise<unknown>): Promise<void> {
  await assert.rejects(
    write,
    (error) => {
      assert.ok(error instanceof Error);
      assert.match(error.name, /Constraint|DatabaseError/, `${what}: ${error}`);
      assert.equal(isUnavailable(error), false);
      return true;
    },
    `${what} was not refused`,
  );
}

testOnEach("lengths are counted in code points: 30 emoji are 30", async (database) => {
  const { User } = modelsOf(database);
  const user = { id: "ada.l", passwordHash: "hash", name: emoji(16), nickname: emoji(30), createdAt: moment };
  await User.create({ ...user, bio: emoji(85) });
  const stored = await User.findByPk("ada.l", { rejectOnEmpty: true });
  assert.equal(stored.nickname, emoji(30));

  const limits = {
    id: ["abc", "a".repeat(51)],
    passwordHash: ["", "x".repeat(501)],
    name: ["A", emoji(17), ""],
    nickname: ["", emoji(31)],
    bio: ["", emoji(86)],
  };
  for (const [attribute, values] of Object.entries(limits)) {
    for (const value of values) {
      await refuses(`${attribute} ${value}`, User.create({ ...user, id: "other", [attribute]: value }));
    }
  }
});

testOnEach("the lengths of posts and comments are limited, and their counters are never negative", async (database) => {
  const { Comment, Post } = modelsOf(database);
  await addUser(database, "ada.l");
  const id = await addPost(database, "ada.l", emoji(3000));
  for (const content of ["", emoji(3001)]) await refuses("content", addPost(database, "ada.l", content));

  const comment = { postId: id, ownerId: "ada.l", createdAt: moment, updatedAt: moment };
  const { id: commentId } = await Comment.create({ ...comment, content: emoji(1000) });
  for (const content of ["", emoji(1001)]) await refuses("content", Comment.create({ ...comment, content }));

  for (const counter of ["commentCount", "reactionCount1", "reactionCount5"] as const) {
    await refuses(counter, Post.update({ [counter]: -1 }, { where: { id } }));
  }
  await refuses("reactionCount3", Comment.update({ reactionCount3: -1 }, { where: { id: commentId } }));
  await refuses("unreadCount", modelsOf(database).User.update({ unreadCount: -1 }, { where: { id: "ada.l" } }));
});

testOnEach("a user has one reaction to a post and one to a comment, of type 1 to 5", async (database) => {
  const { Comment, CommentReaction, PostReaction } = modelsOf(database);
  await addUser(database, "ada.l");
  await addUser(database, "bob.b");
  const postId = await addPost(database, "ada.l");
  const mine = { postId, userId: "bob.b", createdAt: moment };
  for (const type of [0, 6, -1]) await refuses(`type ${type}`, PostReaction.create({ ...mine, type }));
  await PostReaction.create({ ...mine, type: 1 });
  await refuses("a second reaction", PostReaction.create({ ...mine, type: 2 }));
  await PostReaction.create({ ...mine, userId: "ada.l", type: 5 });

  const content = { content: "Yes", createdAt: moment, updatedAt: moment };
  const { id: commentId } = await Comment.create({ postId, ownerId: "bob.b", ...content });
  const onComment = { commentId, userId: "ada.l", createdAt: moment };
  for (const type of [0, 6]) await refuses(`type ${type}`, CommentReaction.create({ ...onComment, type }));
  await CommentReaction.create({ ...onComment, type: 3 });
  await refuses("a second reaction", CommentReaction.create({ ...onComment, type: 4 }));

  await Comment.destroy({ where: { id: commentId } });
  assert.equal(await CommentReaction.count(), 0, "a comment's reactions go with it");
});

testOnEach("a member is notified once of a reaction, of each comment, and never of their own", async (database) => {
  const { Notification } = modelsOf(database);
  await addUser(database, "ada.l");
  await addUser(database, "bob.b");
  const postId = await addPost(database, "ada.l");
  const notification = { userId: "ada.l", actorId: "bob.b", postId, createdAt: moment };
  await Notification.create({ ...notification, type: 2 });
  await refuses("a second notification of a reaction", Notification.create({ ...notification, type: 2 }));
  await Notification.create({ ...notification, type: 1 });
  await Notification.create({ ...notification, type: 1 });
  await refuses("one's own act", Notification.create({ ...notification, actorId: "ada.l", type: 1 }));
  for (const type of [0, 3]) await refuses(`type ${type}`, Notification.create({ ...notification, type }));
});

testOnEach("foreign keys must exist, and referenced rows cannot be deleted", async (database) => {
  const { Comment, Notification, Post, PostReaction, RefreshToken, Session, User } = modelsOf(database);
  await addUser(database, "ada.l");
  await addUser(database, "bob.b");
  const postId = await addPost(database, "ada.l");
  const written = { content: "Hi", createdAt: moment, updatedAt: moment };
  const made = { type: 1, createdAt: moment };

  await refuses("owner", Post.create({ ownerId: "nobody", ...written }));
  await refuses("post", Comment.create({ postId: postId + 1, ownerId: "ada.l", ...written }));
  await refuses("commenter", Comment.create({ postId, ownerId: "nobody", ...written }));
  await refuses("reactor", PostReaction.create({ postId, userId: "nobody", ...made }));
  await refuses("actor", Notification.create({ userId: "ada.l", actorId: "nobody", postId, ...made }));
  await refuses("session's user", Session.create({ id: "s", userId: "nobody", createdAt: moment }));
  await refuses("token", RefreshToken.create({ hash: "h", sessionId: "none", createdAt: moment, expiresAt: moment }));
  await refuses("removal", User.destroy({ where: { id: "ada.l" } }));

  await Session.create({ id: "s", userId: "ada.l", createdAt: moment });
  await RefreshToken.create({ hash: "h", sessionId: "s", createdAt: moment, expiresAt: moment });
  await refuses(
    "the same digest",
    RefreshToken.create({ hash: "h", sessionId: "s", createdAt: moment, expiresAt: moment }),
  );
  await Session.destroy({ where: { id: "s" } });
  assert.equal(await RefreshToken.count(), 0, "a session's tokens go with it");
});

testOnEach("ids are unique, and a post's id is never reused", async (database) => {
  const { Post, CounterShard } = modelsOf(database);
  await addUser(database, "ada.l");
  await refuses("the same id", addUser(database, "ada.l"));
  const first = await addPost(database, "ada.l");
  await Post.destroy({ where: { id: first } });
  assert.ok((await addPost(database, "ada.l")) > first);

  await CounterShard.create({ name: "posts", shard: 3, count: -(2 ** 40) });
  await refuses("the same shard", CounterShard.create({ name: "posts", shard: 3, count: 1 }));
  const tally = await CounterShard.findOne({ where: { name: "posts" }, rejectOnEmpty: true });
  assert.equal(tally.count, -(2 ** 40));
});

testOnEach("request figures are unique by minute, node, operation, status and bucket", async (database) => {
  const models = modelsOf(database);
  const { RequestMetric } = models;
  const figure = { minute: moment, node: "n1", operation: "getPost", status: 200, bucket: 4, count: 1 };
  await RequestMetric.create(figure);
  await refuses("the same figure", RequestMetric.create(figure));
  await refuses("status", RequestMetric.create({ ...figure, status: 99 }));
  await refuses("count", RequestMetric.create({ ...figure, bucket: 5, count: -1 }));
});
