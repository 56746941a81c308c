import { beyondAnyId, byLimit } from "../database/by-limit.ts";
import type { Database } from "../database/database.ts";
import type { PageStart } from "../http/page.ts";
import { authorColumns } from "../present/author.ts";
import type { NotificationRow } from "./present.ts";

export interface NotificationQueries {
  /** A member's notifications, newest first, of one kind of `isRead` or of both, at most one more than `limit`. */
  newestOf(
    userId: string,
    isRead: boolean | undefined,
    page: PageStart,
  ): Promise<{ readonly rows: NotificationRow[]; readonly unreadCount: number }>;
  find(id: number): Promise<NotificationRow | undefined>;
}

const columns = `
  n.id, n.type, n.post_id AS "postId", n.is_read AS "isRead", n.created_at AS "createdAt", ${authorColumns("actor")}`;

/** Begins at the member, whose row holds the count of what is unread: there is always a row, one round trip tells all. */
const list = (condition: string) => (rows: number) =>
  `
  SELECT me.unread_count AS "unreadCount", ${columns}
  FROM users me
  LEFT JOIN (
    SELECT * FROM notifications WHERE user_id = $1 AND id < $2 ${condition} ORDER BY id DESC LIMIT ${rows}
  ) n ON n.user_id = me.id
  LEFT JOIN users actor ON actor.id = n.actor_id
  WHERE me.id = $1
  ORDER BY n.id DESC`;

const all = byLimit("notification_newest", list(""));
const unread = byLimit("notification_newest_unread", list("AND NOT is_read"));
const read = byLimit("notification_newest_read", list("AND is_read"));

const find = {
  name: "notification_find",
  text: `SELECT ${columns} FROM notifications n JOIN users actor ON actor.id = n.actor_id WHERE n.id = $1`,
};

export function notificationQueries(database: Database): NotificationQueries {
  return {
    async newestOf(userId, isRead, { limit, after = beyondAnyId }) {
      const statement = isRead === undefined ? all : isRead ? read : unread;
      const rows = await database.read<Counted & (NotificationRow | NoNotification)>(statement(limit), [userId, after]);
      return { rows: rows.filter((row) => row.id !== null), unreadCount: rows[0]?.unreadCount ?? 0 };
    },
    find: async (id) => (await database.read<NotificationRow>(find, [id]))[0],
  };
}

interface Counted {
  readonly unreadCount: number;
}

interface NoNotification {
  readonly id: null;
}
