import type { components } from "../../../../generated/schema.ts";
import { timestamp } from "../../database/timestamp.ts";
import { type AuthorColumns, presentAuthor } from "../account/author.ts";

/** A notification as this room's queries read it, with the member who caused it. */
export interface NotificationRow extends AuthorColumns {
  readonly id: number;
  readonly type: number;
  readonly postId: number;
  readonly isRead: boolean | number;
  readonly createdAt: Date | string;
}

export function presentNotification(row: NotificationRow): components["schemas"]["Notification"] {
  return {
    id: row.id,
    type: row.type,
    actor: presentAuthor(row),
    postId: row.postId,
    isRead: Boolean(row.isRead),
    createdAt: timestamp(row.createdAt),
  };
}
