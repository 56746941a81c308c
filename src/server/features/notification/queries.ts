import type { Database } from "../../database/database.ts";
import { maxId } from "../../pagination/page-size-statements.ts";
import { authorColumns } from "../account/author.ts";
import type { NotificationRow } from "./present.ts";

export interface NotificationQueries {
  find(id: number): Promise<NotificationRow | undefined>;
  /** Each member's notifications after the given id, oldest first, at most `maxNotificationsPerRead` of each member. */
  after(positions: Positions): Promise<(NotificationRow & { readonly userId: string })[]>;
  /** The id of a member's newest notification, 0 for a member without notifications. */
  newestId(userId: string): Promise<number>;
  /** The members who have a notification after the given id. */
  membersWithNewer(positions: Positions): Promise<string[]>;
}

/** An id of a notification for each member, by the members' ids. */
export type Positions = Readonly<Record<string, number>>;

/** The columns of a table of notifications and of its actors, named as `NotificationRow` names them. */
export const notificationColumns = (notification: string, actor: string) => `
  ${notification}.id, ${notification}.type, ${notification}.post_id AS "postId", ${notification}.is_read AS "isRead",
  ${notification}.created_at AS "createdAt", ${authorColumns(actor)}`;

const columns = notificationColumns("n", "actor");

const find = {
  name: "notification_find",
  text: `SELECT ${columns} FROM notifications n JOIN users actor ON actor.id = n.actor_id WHERE n.id = $1`,
};

export const maxNotificationsPerRead = 100;

/** Positions are one JSON object, so that one prepared statement serves any number of members. */
const after = {
  sqlite: {
    name: "notification_after",
    text: `SELECT n.user_id AS "userId", ${columns}
      FROM json_each($1) AS position
      JOIN notifications n ON n.user_id = position.key AND n.id > position.value AND n.id <= COALESCE((
        SELECT id FROM notifications WHERE user_id = position.key AND id > position.value
        ORDER BY id LIMIT 1 OFFSET ${maxNotificationsPerRead - 1}), ${maxId})
      JOIN users actor ON actor.id = n.actor_id
      ORDER BY n.id`,
  },
  postgres: {
    name: "notification_after",
    text: `SELECT n.user_id AS "userId", ${columns}
      FROM json_each_text($1::json) AS position
      CROSS JOIN LATERAL (
        SELECT * FROM notifications WHERE user_id = position.key AND id > position.value::bigint
        ORDER BY id LIMIT ${maxNotificationsPerRead}) n
      JOIN users actor ON actor.id = n.actor_id
      ORDER BY n.id`,
  },
};

const newestId = {
  name: "notification_newest_id",
  text: "SELECT COALESCE(max(id), 0) AS id FROM notifications WHERE user_id = $1",
};

const membersWithNewer = {
  sqlite: {
    name: "notification_news",
    text: `SELECT key AS "userId" FROM json_each($1) AS position
      WHERE EXISTS (SELECT 1 FROM notifications WHERE user_id = position.key AND id > position.value)`,
  },
  postgres: {
    name: "notification_news",
    text: `SELECT key AS "userId" FROM json_each_text($1::json) AS position
      WHERE EXISTS (SELECT 1 FROM notifications WHERE user_id = position.key AND id > position.value::bigint)`,
  },
};

export function notificationQueries(database: Database): NotificationQueries {
  const { dialect } = database;
  return {
    find: async (id) => (await database.read<NotificationRow>(find, [id]))[0],
    after: (positions) => database.read(after[dialect], [JSON.stringify(positions)]),
    newestId: async (userId) => (await database.read<{ id: number }>(newestId, [userId]))[0]?.id ?? 0,
    async membersWithNewer(positions) {
      const rows = await database.scan<{ userId: string }>(membersWithNewer[dialect], [JSON.stringify(positions)]);
      return rows.map(({ userId }) => userId);
    },
  };
}
