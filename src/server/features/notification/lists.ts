import type { components } from "../../../../generated/schema.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { ListSql } from "../../pagination/list-sql.ts";
import type { PageBody } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import { presentNotification } from "./present.ts";
import { notificationColumns } from "./queries.ts";

const list = (name: string, condition: string): ListSql => ({
  name,
  table: "notifications",
  order: "DESC",
  columns: notificationColumns("p", "u"),
  member: "actor_id",
  reactions: undefined,
  filterType: "varchar",
  where: (userId) => `user_id = ${userId}${condition}`,
  exists: () => "TRUE",
  total: {
    property: "unreadCount",
    value: (userId) => `(SELECT unread_count FROM users WHERE id = ${userId})`,
  },
});

/** A member's notifications, newest first, with the number of all unread ones. */
export const notificationLists = {
  all: list("notification_newest", ""),
  unread: list("notification_newest_unread", " AND NOT is_read"),
  read: list("notification_newest_read", " AND is_read"),
};

export function notificationReaders(pages: Pages, serializers: Serializers) {
  const serialize = serializers.get("listNotifications", 200);
  const reader = (sql: ListSql) =>
    pages.reader(sql, presentNotification, (page: PageBody<components["schemas"]["Notification"]>) =>
      serialize({ ...page, unreadCount: 0 }),
    );
  return {
    all: reader(notificationLists.all),
    unread: reader(notificationLists.unread),
    read: reader(notificationLists.read),
  };
}
