import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { type AuthorColumns, presentAuthor } from "../account/author.ts";

/** A notification as this feature's queries read it, with the member who caused it. */
export interface NotificationRow extends AuthorColumns {
  readonly id: number;
  readonly type: number;
  readonly postId: number;
  /** 0 and 1 on SQLite. */
  readonly isRead: boolean | number;
  readonly createdAt: Date | string;
}

export type NotificationEvent = Presented<"NotificationEvent">;

export function presentNotification(row: NotificationRow): Presented<"Notification"> {
  return {
    id: row.id,
    type: row.type,
    actor: presentAuthor(row),
    postId: row.postId,
    isRead: Boolean(row.isRead),
    createdAt: timestamp(row.createdAt),
  };
}

export function presentNotificationEvent(row: NotificationRow): NotificationEvent {
  return { id: String(row.id), event: "notification", data: presentNotification(row) };
}
