import { type AnyJson, afterAnswer, changeBody, type Mutant, replaceInStatement, senderOf } from "../mutant.ts";

const insertNotification = `INSERT INTO notifications (user_id, type, actor_id, post_id, is_read, created_at)
  SELECT owner_id, $1, $2, id, 0, '2026-01-01 00:00:00.000 +00:00' FROM posts WHERE id = $3 AND owner_id <> $2`;
const incrementUnread = `UPDATE users SET unread_count = unread_count + 1
  WHERE id = (SELECT owner_id FROM posts WHERE id = $1 AND owner_id <> $2)`;

export const notificationMutants: readonly Mutant[] = [
  {
    name: "told-of-own-acts",
    breaks: "a comment on one's own post creates a notification",
    operations: ["createComment"],
    // A database constraint rejects notifications by their receiver, so another member is the actor.
    intercept: afterAnswer(201, async (request, { sql, bystander }, comment) => {
      const [post]: readonly AnyJson[] = await sql("SELECT owner_id FROM posts WHERE id = $1", comment.postId);
      if (post?.owner_id !== senderOf(request)) return;
      await sql(insertNotification, 1, bystander, comment.postId);
      await sql(incrementUnread, comment.postId, bystander);
    }),
  },
  {
    name: "told-of-each-change",
    breaks: "a changed reaction creates another notification",
    operations: ["reactToPost"],
    prepare: async ({ sql }) => {
      const indexes: readonly AnyJson[] = await sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'notifications' AND sql LIKE '%UNIQUE%'",
      );
      for (const { name } of indexes) await sql(`DROP INDEX ${name}`);
    },
    intercept: afterAnswer(201, async (request, { sql }, { isModified }) => {
      if (!isModified) return;
      await sql(insertNotification, 2, senderOf(request), request.pathValues.postId ?? null);
      await sql(incrementUnread, request.pathValues.postId ?? null, senderOf(request));
    }),
  },
  {
    name: "not-told-of-comments",
    breaks: "a comment creates no notification",
    operations: ["createComment"],
    intercept: afterAnswer(201, async (_request, { sql }, { postId, owner }) => {
      const query = "SELECT id, user_id FROM notifications WHERE post_id = $1 AND actor_id = $2 AND type = 1";
      const rows: readonly AnyJson[] = await sql(query, postId, owner.id);
      for (const { id, user_id: userId } of rows) {
        await sql("DELETE FROM notifications WHERE id = $1", id);
        await sql("UPDATE users SET unread_count = 0 WHERE id = $1", userId);
      }
    }),
  },
  {
    name: "told-of-deleted-posts",
    breaks: "notifications about a post remain after it is deleted",
    operations: ["deletePost"],
    intercept: (server) => async (request, forward) => {
      const { postId = null } = request.pathValues;
      const rows: readonly AnyJson[] = await server.sql(
        "SELECT type, actor_id FROM notifications WHERE post_id = $1 ORDER BY id",
        postId,
      );
      const answer = await forward();
      if (answer.status !== 200) return answer;
      for (const { type, actor_id: actor } of rows) {
        await server.sql(insertNotification, type, actor, postId);
        await server.sql(incrementUnread, postId, actor);
      }
      return answer;
    },
  },
  {
    name: "comment-takes-notification",
    breaks: "deleting a comment deletes its notification",
    operations: ["deleteComment"],
    intercept: afterAnswer(200, async (request, { sql }) => {
      const { postId = null } = request.pathValues;
      await sql(
        "DELETE FROM notifications WHERE post_id = $1 AND type = 1 AND actor_id = $2",
        postId,
        senderOf(request),
      );
      await sql("UPDATE users SET unread_count = 0 WHERE id = (SELECT owner_id FROM posts WHERE id = $1)", postId);
    }),
  },
  {
    name: "unread-count-stale",
    breaks: "reading a notification does not lower the count",
    operations: ["readNotification"],
    intercept: afterAnswer(200, (request, { sql }) =>
      sql("UPDATE users SET unread_count = unread_count + 1 WHERE id = $1", senderOf(request)),
    ),
  },
  {
    name: "unread-count-too-low",
    breaks: "reading a notification twice lowers the count twice",
    operations: ["readNotification"],
    intercept: (server) => {
      const read = new Set<string>();
      return afterAnswer(200, async (request, { sql }) => {
        const id = request.pathValues.notificationId ?? "";
        if (read.has(id)) {
          await sql("UPDATE users SET unread_count = max(unread_count - 1, 0) WHERE id = $1", senderOf(request));
        }
        read.add(id);
      })(server);
    },
  },
  {
    name: "read-for-everyone",
    breaks: "marking one's own notifications as read marks everyone's",
    operations: ["readNotifications"],
    intercept: afterAnswer(200, async (_request, { sql }) => {
      await sql("UPDATE notifications SET is_read = 1");
      await sql("UPDATE users SET unread_count = 0");
    }),
  },
  {
    name: "read-beyond",
    breaks: "readNotifications up to one marks newer ones too",
    operations: ["readNotifications"],
    intercept: () => (_request, forward) => forward({ body: Buffer.alloc(0) }),
  },
  {
    name: "unread-filter-ignored",
    breaks: "the filter for unread notifications is ignored",
    operations: ["listNotifications"],
    statement: replaceInStatement("notification_newest_unread", { "AND NOT is_read": "" }),
  },
  {
    name: "wrong-actor",
    breaks: "a notification names its receiver as the actor",
    operations: ["listNotifications"],
    intercept: changeBody(200, (page, request) => ({
      ...page,
      items: page.items.map((item: AnyJson) => ({ ...item, actor: { ...item.actor, id: senderOf(request) } })),
    })),
  },
  {
    name: "stream-skips-one",
    breaks: "a stream skips the first of several events",
    operations: ["streamNotifications"],
    statement: replaceInStatement("notification_after", {
      "n.id > position.value AND":
        "n.id > (SELECT min(id) FROM notifications WHERE user_id = position.key AND id > position.value) AND",
    }),
  },
  {
    name: "stream-of-someone",
    breaks: "a stream has the events of other members",
    operations: ["streamNotifications"],
    statement: replaceInStatement("notification_after", {
      'SELECT n.user_id AS "userId"': 'SELECT position.key AS "userId"',
      "n.user_id = position.key AND": "",
    }),
  },
];
