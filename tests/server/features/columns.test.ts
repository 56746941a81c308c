import assert from "node:assert/strict";
import type { Database, Statement, Value } from "../../../src/server/database/database.ts";
import { presentMe, presentUser } from "../../../src/server/features/account/present.ts";
import { userQueries } from "../../../src/server/features/account/queries.ts";
import { presentNotificationEvent } from "../../../src/server/features/notification/present.ts";
import { notificationQueries } from "../../../src/server/features/notification/queries.ts";
import { modelsOf } from "../../support/models.ts";
import { testOnEach } from "../database/databases.ts";
import { addContent, content, contentHandlers } from "./content.ts";

interface Columns {
  readonly selected: Set<string>;
  readonly read: Set<string>;
}

/** A database that records, for each statement, the columns of its rows and those that were read. */
function recordColumns(database: Database) {
  const statements = new Map<string, Columns>();
  function recorded<Row>({ name }: Statement, rows: readonly Row[]): Row[] {
    const { selected, read } = statements.get(name) ?? { selected: new Set(), read: new Set() };
    statements.set(name, { selected, read });
    return rows.map((row) => {
      if (typeof row !== "object" || row === null) return row;
      for (const name of Object.keys(row)) selected.add(name);
      return new Proxy(row, {
        get(target, name) {
          read.add(String(name));
          return Reflect.get(target, name);
        },
      });
    });
  }
  const recording: Database = {
    ...database,
    read: async <Row>(statement: Statement, values?: readonly Value[]) =>
      recorded(statement, await database.read<Row>(statement, values)),
    scan: async <Row>(statement: Statement, values?: readonly Value[]) =>
      recorded(statement, await database.scan<Row>(statement, values)),
  };
  return { recording, statements };
}

/** Runs each query whose rows are presented. */
async function readAll(database: Database): Promise<void> {
  const { userId, postId, commentId, notificationId } = content;
  const caller = { id: userId, isAdmin: false, sessionId: "1", expires: 2e9, requestLine: "GET /" };
  const handlers = contentHandlers(database);
  await handlers.listPosts({ query: {} }, caller);
  await handlers.getPost({ path: { postId } }, caller);
  await handlers.getMyTimeline({ query: {} }, caller);
  await handlers.listComments({ path: { postId }, query: {} }, caller);
  await handlers.updateComment({ path: { postId, commentId }, body: { content: "New" } }, caller);
  await handlers.listPostReactions({ path: { postId }, query: {} }, caller);
  await handlers.listPostReactions({ path: { postId }, query: { type: 1 } }, caller);
  await handlers.listNotifications({ query: {} }, caller);
  await handlers.listNotifications({ query: { unread: true } }, caller);
  await handlers.readNotification({ path: { notificationId } }, caller);
  await handlers.listNotifications({ query: { unread: false } }, caller);
  const users = userQueries(database);
  presentMe(await users.me(userId));
  presentUser((await users.find(userId)) ?? assert.fail());
  for (const row of await notificationQueries(database).after({ [userId]: 0 })) {
    assert.equal(row.userId, userId);
    presentNotificationEvent(row);
  }
}

testOnEach("every selected column is read", async (database) => {
  await addContent(database);
  const { recording, statements } = recordColumns(database);
  await readAll(recording);
  const unread = [...statements].flatMap(([name, { selected, read }]) =>
    [...selected].filter((column) => !read.has(column)).map((column) => `${name}: ${column}`),
  );
  assert.deepEqual(unread, []);
  assert.deepEqual([...statements.keys()].toSorted(), [
    "comment_find",
    "comment_oldest_of_20",
    "notification_after",
    "notification_find",
    "notification_newest_20",
    "notification_newest_read_20",
    "notification_newest_unread_20",
    "post_find",
    "post_newest_20",
    "post_newest_of_20",
    "reaction_newest_20",
    "reaction_newest_of_type_20",
    "user_find",
    "user_me",
  ]);
});

testOnEach("every attribute of a model is selected, except those that no answer shows", async (database) => {
  await addContent(database);
  const { recording, statements } = recordColumns(database);
  await readAll(recording);
  const { Post, Comment, PostReaction, Notification, User } = modelsOf(database);
  const notSelected = (attributes: object, statement: string) =>
    Object.keys(attributes).filter((name) => !statements.get(statement)?.selected.has(name));
  for (const name of ["post_find", "post_newest_20", "post_newest_of_20"]) {
    // The owner is joined.
    assert.deepEqual(notSelected(Post.getAttributes(), name), ["ownerId", "deletedAt"], name);
  }
  for (const name of ["comment_find", "comment_oldest_of_20"]) {
    assert.deepEqual(notSelected(Comment.getAttributes(), name), ["ownerId"], name);
  }
  // The post is that of the request, and the member is joined.
  for (const name of ["reaction_newest_20", "reaction_newest_of_type_20"]) {
    assert.deepEqual(notSelected(PostReaction.getAttributes(), name), ["postId", "userId"], name);
  }
  for (const name of ["notification_find", "notification_newest_20", "notification_newest_unread_20"]) {
    assert.deepEqual(notSelected(Notification.getAttributes(), name), ["userId", "actorId"], name);
  }
  assert.deepEqual(notSelected(User.getAttributes(), "user_me"), ["passwordHash", "unreadCount"]);
});
