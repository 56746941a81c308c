import { signal } from "@preact/signals";
import { isApiError } from "../../../../src/client/index.ts";
import { client, type Notification } from "../api.ts";
import { refreshComments } from "./comments.ts";
import { createFeed } from "./feed.ts";
import { cachedPost, loadPost } from "./posts.ts";
import { userId } from "./session.ts";
import { onSignedOut } from "./sign-out.ts";
import { showToast } from "./toasts.ts";

/** Number of the member's unread notifications. */
export const unreadCount = signal(0);

/** The member's notifications, newest first. */
export const notifications = createFeed<Notification>(async (cursor) => {
  const page = await client.listNotifications(cursor === undefined ? {} : { query: { cursor } });
  unreadCount.value = page?.unreadCount ?? 0;
  return page;
});

let streamController: AbortController | undefined;

onSignedOut(() => {
  streamController?.abort();
  notifications.update(() => []);
  unreadCount.value = 0;
});

/** Loads the notifications, then receives new ones until the login ends. */
export async function startNotifications(): Promise<void> {
  await notifications.refresh();
  if (userId.value !== undefined) await openStream();
}

/** Receives notifications by SSE. A server that refuses the stream still has the list, so API errors are ignored. */
async function openStream(): Promise<void> {
  streamController?.abort();
  streamController = new AbortController();
  const { signal } = streamController;
  const { items } = notifications;
  const resumeAfter = items.value ? { lastEventId: items.value[0]?.id ?? 0 } : {};
  try {
    for await (const notification of client.notifications({ signal, ...resumeAfter })) receive(notification);
  } catch (error) {
    if (!isApiError(error)) throw error;
  }
}

const hiddenTimeoutMs = 10_000;
let pauseTimer: ReturnType<typeof setTimeout> | undefined;

/**
 * Closes the stream of a hidden tab and reopens it when the tab is visible again. Browsers limit connections per host
 * across all tabs (six with HTTP/1.1), and each stream takes one.
 */
export function pauseWhileHidden(): void {
  document.addEventListener("visibilitychange", () => {
    clearTimeout(pauseTimer);
    if (document.hidden) pauseTimer = setTimeout(() => streamController?.abort(), hiddenTimeoutMs);
    else if (streamController?.signal.aborted && userId.value !== undefined) void openStream();
  });
}

function receive(notification: Notification): void {
  notifications.update((items) => [notification, ...items.filter(({ id }) => id !== notification.id)]);
  if (!notification.isRead) unreadCount.value++;
  showToast(notification);
  const { postId, type } = notification;
  if (cachedPost(postId)) loadPost(postId).catch(() => {});
  if (type === 1) refreshComments(postId).catch(() => {});
}

/** Optimistic: a failed request is ignored, and the notification is unread again after the next load. */
export function markAsRead({ id, isRead }: Notification): void {
  if (isRead) return;
  showAsRead((notification) => notification.id === id);
  unreadCount.value = Math.max(0, unreadCount.value - 1);
  client.readNotification({ path: { notificationId: id } }).catch(() => {});
}

/** Notifications that arrive during the request stay unread. @throws ApiError, NetworkError */
export async function markAllAsRead(): Promise<void> {
  const upTo = notifications.items.value?.[0]?.id;
  if (upTo === undefined) return;
  const { updated } = await client.readNotifications({ body: { upTo } });
  showAsRead(({ id }) => id <= upTo);
  unreadCount.value = Math.max(0, unreadCount.value - updated);
}

function showAsRead(isRead: (notification: Notification) => boolean): void {
  notifications.update((items) => items.map((item) => (isRead(item) ? { ...item, isRead: true } : item)));
}
