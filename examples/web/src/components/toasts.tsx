import type { Notification } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";
import { markAsRead } from "../store/notifications.ts";
import { dismissToast, type Toast, toasts } from "../store/toasts.ts";
import { ErrorText } from "./error-message.tsx";
import { icons } from "./icons.tsx";

/** Short messages in a corner, which screen readers announce. */
export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map(({ key, content }) => (
        <div key={key} class={"error" in content ? "toast wrong" : "toast"}>
          <ToastContent content={content} onClick={() => dismissToast(key)} />
          <button type="button" class="quiet" aria-label={messages.value.dismiss} onClick={() => dismissToast(key)}>
            <icons.close />
          </button>
        </div>
      ))}
    </div>
  );
}

interface ToastContentProps extends Pick<Toast, "content"> {
  readonly onClick: () => void;
}

function ToastContent({ content, onClick }: ToastContentProps) {
  if ("error" in content) return <ErrorText error={content.error} />;
  if ("text" in content) return <p>{content.text}</p>;
  return (
    <a
      href={links.post(content.postId)}
      onClick={() => {
        markAsRead(content);
        onClick();
      }}
    >
      {notificationText(content)}
    </a>
  );
}

export function notificationText({ type, actor }: Notification): string {
  const t = messages.value;
  return type === 1 ? t.commentedOnYourPost(actor.name) : t.reactedToYourPost(actor.name);
}
