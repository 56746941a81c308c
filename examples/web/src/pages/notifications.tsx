import { useEffect } from "preact/hooks";
import type { Notification } from "../api.ts";
import { notificationText } from "../parts/announcements.tsx";
import { Avatar } from "../parts/avatar.tsx";
import { Ago } from "../parts/byline.tsx";
import { Endless } from "../parts/endless.tsx";
import { Fault } from "../parts/fault.tsx";
import { Page } from "../parts/page.tsx";
import { useTask } from "../parts/task.ts";
import { links } from "../router.ts";
import { markAllAsRead, markAsRead, notifications, unread } from "../state/notifications.ts";
import { words } from "../words/words.ts";

/** What others did with one's posts; it grows while one looks at it. */
export function Notifications() {
  const t = words.value;
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
          disabled={unread.value === 0}
          aria-disabled={task.isBusy.value}
          onClick={() => task.run(markAllAsRead)}
        >
          {t.markAllAsRead}
        </button>
      }
    >
      <Fault error={task.error.value} />
      <section class="notifications" aria-label={t.notifications}>
        <Endless feed={notifications} empty={t.noNotifications} render={(item) => <Row key={item.id} item={item} />} />
      </section>
    </Page>
  );
}

interface RowProps {
  readonly item: Notification;
}

function Row({ item }: RowProps) {
  return (
    <a
      class={item.isRead ? "card notification" : "card notification unread"}
      href={links.post(item.postId)}
      onClick={() => markAsRead(item)}
    >
      <Avatar author={item.actor} />
      <span>
        {!item.isRead && <span class="hidden">{words.value.new}: </span>}
        {notificationText(item)}
        <span class="when">
          <Ago at={item.createdAt} />
        </span>
      </span>
    </a>
  );
}
