import { afterwards, body, type Json, type Mutant, senderOf, statement } from "../mutant.ts";

const tell = `INSERT INTO notifications (user_id, type, actor_id, post_id, is_read, created_at)
  SELECT owner_id, $1, $2, id, 0, '2026-01-01 00:00:00.000 +00:00' FROM posts WHERE id = $3 AND owner_id <> $2`;
const raiseUnread = `UPDATE users SET unread_count = unread_count + 1
  WHERE id = (SELECT owner_id FROM posts WHERE id = $1 AND owner_id <> $2)`;

export const notificationMutants: readonly Mutant[] = [
  {
    name: "told-of-own-acts",
    breaks: "who comments on their own post is told of it",
    operations: ["createComment"],
    // The database refuses a notification by its receiver, so it is by somebody else.
    door: afterwards(201, async (asked, { sql, bystander }, comment) => {
      const [post]: readonly Json[] = await sql("SELECT owner_id FROM posts WHERE id = $1", comment.postId);
      if (post?.owner_id !== senderOf(asked)) return;
      await sql(tell, 1, bystander, comment.postId);
      await sql(raiseUnread, comment.postId, bystander);
    }),
  },
  {
    name: "told-of-each-change",
    breaks: "a reaction that is changed is told of again",
    operations: ["reactToPost"],
    prepare: async ({ sql }) => {
      const indexes: readonly Json[] = await sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'notifications' AND sql LIKE '%UNIQUE%'",
      );
      for (const { name } of indexes) await sql(`DROP INDEX ${name}`);
    },
    door: afterwards(201, async (asked, { sql }, { isModified }) => {
      if (!isModified) return;
      await sql(tell, 2, senderOf(asked), asked.values.postId ?? null);
      await sql(raiseUnread, asked.values.postId ?? null, senderOf(asked));
    }),
  },
  {
    name: "not-told-of-comments",
    breaks: "a comment tells nobody",
    operations: ["createComment"],
    door: afterwards(201, async (_asked, { sql }, { postId, owner }) => {
      const query = "SELECT id, user_id FROM notifications WHERE post_id = $1 AND actor_id = $2 AND type = 1";
      const rows: readonly Json[] = await sql(query, postId, owner.id);
      for (const { id, user_id: userId } of rows) {
        await sql("DELETE FROM notifications WHERE id = $1", id);
        await sql("UPDATE users SET unread_count = 0 WHERE id = $1", userId);
      }
    }),
  },
  {
    name: "told-of-deleted-posts",
    breaks: "what was told of a post stays when it is deleted",
    operations: ["deletePost"],
    door: (world) => async (asked, forward) => {
      const { postId = null } = asked.values;
      const rows: readonly Json[] = await world.sql(
        "SELECT type, actor_id FROM notifications WHERE post_id = $1 ORDER BY id",
        postId,
      );
      const answer = await forward();
      if (answer.status !== 200) return answer;
      for (const { type, actor_id: actor } of rows) {
        await world.sql(tell, type, actor, postId);
        await world.sql(raiseUnread, postId, actor);
      }
      return answer;
    },
  },
  {
    name: "comment-takes-notification",
    breaks: "a deleted comment takes along what was told of it",
    operations: ["deleteComment"],
    door: afterwards(200, async (asked, { sql }) => {
      const { postId = null } = asked.values;
      await sql("DELETE FROM notifications WHERE post_id = $1 AND type = 1 AND actor_id = $2", postId, senderOf(asked));
      await sql("UPDATE users SET unread_count = 0 WHERE id = (SELECT owner_id FROM posts WHERE id = $1)", postId);
    }),
  },
  {
    name: "unread-count-stale",
    breaks: "reading a notification does not lower the count",
    operations: ["readNotification"],
    door: afterwards(200, (asked, { sql }) =>
      sql("UPDATE users SET unread_count = unread_count + 1 WHERE id = $1", senderOf(asked)),
    ),
  },
  {
    name: "unread-count-too-low",
    breaks: "reading a notification twice lowers the count twice",
    operations: ["readNotification"],
    door: (world) => {
      const read = new Set<string>();
      return afterwards(200, async (asked, { sql }) => {
        const id = asked.values.notificationId ?? "";
        if (read.has(id)) {
          await sql("UPDATE users SET unread_count = max(unread_count - 1, 0) WHERE id = $1", senderOf(asked));
        }
        read.add(id);
      })(world);
    },
  },
  {
    name: "read-for-everyone",
    breaks: "marking one's own notifications as read marks everyone's",
    operations: ["readNotifications"],
    door: afterwards(200, async (_asked, { sql }) => {
      await sql("UPDATE notifications SET is_read = 1");
      await sql("UPDATE users SET unread_count = 0");
    }),
  },
  {
    name: "read-beyond",
    breaks: "readNotifications up to one marks newer ones too",
    operations: ["readNotifications"],
    door: () => (_asked, forward) => forward({ body: Buffer.alloc(0) }),
  },
  {
    name: "unread-filter-ignored",
    breaks: "the list of what is unread has everything",
    operations: ["listNotifications"],
    statement: statement("notification_newest_unread", { "AND NOT is_read": "" }),
  },
  {
    name: "wrong-actor",
    breaks: "a notification says that its receiver did it",
    operations: ["listNotifications"],
    door: body(200, (page, asked) => ({
      ...page,
      items: page.items.map((item: Json) => ({ ...item, actor: { ...item.actor, id: senderOf(asked) } })),
    })),
  },
  {
    name: "stream-skips-one",
    breaks: "of what a stream has to tell at once it leaves out the first",
    operations: ["streamNotifications"],
    statement: statement("notification_after", {
      "n.id > position.value AND":
        "n.id > (SELECT min(id) FROM notifications WHERE user_id = position.key AND id > position.value) AND",
    }),
  },
  {
    name: "stream-of-someone",
    breaks: "a stream tells what others are told",
    operations: ["streamNotifications"],
    statement: statement("notification_after", {
      'SELECT n.user_id AS "userId"': 'SELECT position.key AS "userId"',
      "n.user_id = position.key AND": "",
    }),
  },
];
