import { useEffect } from "preact/hooks";
import type { Notification } from "../api.ts";
import { Avatar } from "../components/avatar.tsx";
import { RelativeTime } from "../components/byline.tsx";
import { ErrorMessage } from "../components/error-message.tsx";
import { InfiniteList } from "../components/infinite-list.tsx";
import { Page } from "../components/page.tsx";
import { notificationText } from "../components/toasts.tsx";
import { useTask } from "../components/use-task.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";
import { markAllAsRead, markAsRead, notifications, unreadCount } from "../store/notifications.ts";

/** The member's notifications. New ones appear while the page is open. */
export function Notifications() {
  const t = messages.value;
  const task = useTask();
  useEffect(() => {
    if (notifications.error.peek() !== undefined) void notifications.refresh();
  }, []);
  return (
    <Page
      title={t.notifications}
      action={
        <button
          type="button"
          disabled={unreadCount.value === 0}
          aria-disabled={task.isBusy.value}
          onClick={() => task.run(markAllAsRead)}
        >
          {t.markAllAsRead}
        </button>
      }
    >
      <ErrorMessage error={task.error.value} />
      <section class="notifications" aria-label={t.notifications}>
        <InfiniteList
          feed={notifications}
          empty={t.noNotifications}
          render={(item) => <NotificationRow key={item.id} item={item} />}
        />
      </section>
    </Page>
  );
}

interface NotificationRowProps {
  readonly item: Notification;
}

function NotificationRow({ item }: NotificationRowProps) {
  return (
    <a
      class={item.isRead ? "card notification" : "card notification unread"}
      href={links.post(item.postId)}
      onClick={() => markAsRead(item)}
    >
      <Avatar author={item.actor} />
      <span>
        {!item.isRead && <span class="hidden">{messages.value.new}: </span>}
        {notificationText(item)}
        <span class="when">
          <RelativeTime at={item.createdAt} />
        </span>
      </span>
    </a>
  );
}
