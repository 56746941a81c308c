import type { Notification } from "../api.ts";
import { links } from "../router.ts";
import { type Announcement, announcements, dismiss } from "../state/announcements.ts";
import { markAsRead } from "../state/notifications.ts";
import { words } from "../words/words.ts";
import { Explained } from "./fault.tsx";
import { icons } from "./icons.tsx";

/** What is told in passing, seen in a corner and read out. */
export function Announcements() {
  return (
    <div class="announcements" role="status">
      {announcements.value.map(({ key, news }) => (
        <div key={key} class={"error" in news ? "announcement wrong" : "announcement"}>
          <News news={news} onFollow={() => dismiss(key)} />
          <button type="button" class="quiet" aria-label={words.value.dismiss} onClick={() => dismiss(key)}>
            <icons.close />
          </button>
        </div>
      ))}
    </div>
  );
}

interface NewsProps extends Pick<Announcement, "news"> {
  readonly onFollow: () => void;
}

function News({ news, onFollow }: NewsProps) {
  if ("error" in news) return <Explained error={news.error} />;
  if ("text" in news) return <p>{news.text}</p>;
  return (
    <a
      href={links.post(news.postId)}
      onClick={() => {
        markAsRead(news);
        onFollow();
      }}
    >
      {notificationText(news)}
    </a>
  );
}

export function notificationText({ type, actor }: Notification): string {
  const t = words.value;
  return type === 1 ? t.commentedOnYourPost(actor.name) : t.reactedToYourPost(actor.name);
}
