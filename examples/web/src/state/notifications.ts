import { signal } from "@preact/signals";
import { isApiError } from "../../../../src/client/index.ts";
import { client, type Notification } from "../api.ts";
import { announce } from "./announcements.ts";
import { refreshComments } from "./comments.ts";
import { createFeed } from "./feed.ts";
import { knownPost, loadPost } from "./posts.ts";
import { onSignedOut } from "./sign-out.ts";

/** How many of one's notifications are unread. */
export const unread = signal(0);

/** One's notifications, newest first. */
export const notifications = createFeed<Notification>(async (cursor) => {
  const page = await client.listNotifications(cursor === undefined ? {} : { query: { cursor } });
  unread.value = page?.unreadCount ?? 0;
  return page;
});

let listening: AbortController | undefined;

onSignedOut(() => {
  listening?.abort();
  notifications.change(() => []);
  unread.value = 0;
});

/**
 * Loads what is there and tells whatever comes from then on, until the login ends. A server without the stream still
 * has the list.
 */
export async function listen(): Promise<void> {
  listening?.abort();
  listening = new AbortController();
  const { signal } = listening;
  await notifications.refresh();
  if (signal.aborted) return;
  const newest = notifications.items.value?.[0]?.id;
  const known = newest === undefined ? {} : { lastEventId: newest };
  try {
    for await (const notification of client.notifications({ signal, ...known })) arrive(notification);
  } catch (error) {
    if (!isApiError(error)) throw error;
  }
}

function arrive(notification: Notification): void {
  notifications.change((items) => [notification, ...items.filter(({ id }) => id !== notification.id)]);
  if (!notification.isRead) unread.value++;
  announce(notification);
  const { postId, type } = notification;
  if (knownPost(postId)) loadPost(postId).catch(() => {});
  if (type === 1) refreshComments(postId).catch(() => {});
}

/** Shown as read at once; the server is told meanwhile, and if it cannot be, the next visit shows it. */
export function markAsRead({ id, isRead }: Notification): void {
  if (isRead) return;
  show((notification) => notification.id === id);
  unread.value = Math.max(0, unread.value - 1);
  client.readNotification({ path: { notificationId: id } }).catch(() => {});
}

/** Those that came meanwhile stay unread. @throws ApiError, NetworkError */
export async function markAllAsRead(): Promise<void> {
  const upTo = notifications.items.value?.[0]?.id;
  if (upTo === undefined) return;
  const { updated } = await client.readNotifications({ body: { upTo } });
  show(({ id }) => id <= upTo);
  unread.value = Math.max(0, unread.value - updated);
}

function show(isRead: (notification: Notification) => boolean): void {
  notifications.change((items) => items.map((item) => (isRead(item) ? { ...item, isRead: true } : item)));
}
