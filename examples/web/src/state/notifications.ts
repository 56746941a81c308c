import { signal } from "@preact/signals";
import { isApiError } from "../../../../src/client/index.ts";
import { client, type Notification } from "../api.ts";
import { announce } from "./announcements.ts";
import { refreshComments } from "./comments.ts";
import { createFeed } from "./feed.ts";
import { knownPost, loadPost } from "./posts.ts";
import { userId } from "./session.ts";
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

/** Loads what is there, then tells whatever comes, until the login ends. */
export async function startNotifications(): Promise<void> {
  await notifications.refresh();
  if (userId.value !== undefined) await listen();
}

/** A server without the stream still has the list. */
async function listen(): Promise<void> {
  listening?.abort();
  listening = new AbortController();
  const { signal } = listening;
  const { items } = notifications;
  const known = items.value ? { lastEventId: items.value[0]?.id ?? 0 } : {};
  try {
    for await (const notification of client.notifications({ signal, ...known })) arrive(notification);
  } catch (error) {
    if (!isApiError(error)) throw error;
  }
}

/** In milliseconds. */
const hiddenPatience = 10_000;
let pausing: ReturnType<typeof setTimeout> | undefined;

/**
 * Browsers open few connections to a server at once, for all tabs together, and each stream keeps one. So a tab that
 * nobody sees gives its own back, and when it is seen again catches up.
 */
export function pauseWhileHidden(): void {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(pausing);
    if (document.hidden) pausing = setTimeout(() => listening?.abort(), hiddenPatience);
    else if (listening?.signal.aborted && userId.value !== undefined) void listen();
  });
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
