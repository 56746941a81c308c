import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { client } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { type CommentEntry, changeComment, deleteComment } from "../store/comments.ts";
import { react } from "../store/reactions.ts";
import { userId } from "../store/session.ts";
import { showErrorToast } from "../store/toasts.ts";
import { rules } from "../store/validation.ts";
import { Avatar } from "./avatar.tsx";
import { Byline } from "./byline.tsx";
import { Composer } from "./composer.tsx";
import { DeleteDialog } from "./dialog.tsx";
import { Reactions } from "./reactions.tsx";

interface CommentItemProps {
  readonly entry: CommentEntry;
  readonly postOwnerId: string;
  /** Called after the deletion. The focused element is gone by then. */
  readonly onDeleted: () => void;
}

export function CommentItem({ entry, postOwnerId, onDeleted }: CommentItemProps) {
  const state = useSignal<"shown" | "edited" | "deleted">("shown");
  const editButton = useRef<HTMLButtonElement>(null);
  const t = messages.value;
  const comment = entry.item.value;
  if (!comment) return null;
  const { postId, id: commentId, owner } = comment;
  const path = { postId, commentId };
  const isPending = entry.isPending.value;
  const isOwn = owner.id === userId.value;

  function show(): void {
    state.value = "shown";
    requestAnimationFrame(() => editButton.current?.focus());
  }

  return (
    <li class={isPending ? "comment pending" : "comment"}>
      <Avatar author={owner} />
      <article aria-label={t.commentBy(owner.name)}>
        <Byline author={owner} at={comment.createdAt} isEdited={comment.isModified} />
        {state.value === "edited" ? (
          <Composer
            label={t.editComment}
            rule={rules.comment}
            submit={t.save}
            submitting={t.saving}
            initial={comment.content}
            onCancel={show}
            onSubmit={async (content) => {
              if (content !== comment.content) await changeComment(entry, content);
              show();
            }}
          />
        ) : (
          <p class="content">{comment.content}</p>
        )}
        <footer>
          <Reactions
            item={comment}
            isDisabled={isPending}
            onReact={(type) =>
              react(entry.item, type, {
                set: (type) => client.reactToComment({ path, body: { type } }),
                clear: () => client.unreactToComment({ path }),
              }).catch(showErrorToast)
            }
          />
          {!isPending && state.value !== "edited" && (
            <span class="own-actions">
              {isOwn && (
                <button
                  type="button"
                  class="quiet"
                  ref={editButton}
                  onClick={() => {
                    state.value = "edited";
                  }}
                >
                  {t.edit}
                </button>
              )}
              {(isOwn || postOwnerId === userId.value) && (
                <button
                  type="button"
                  class="quiet"
                  onClick={() => {
                    state.value = "deleted";
                  }}
                >
                  {t.delete}
                </button>
              )}
            </span>
          )}
        </footer>
        {state.value === "deleted" && (
          <DeleteDialog
            title={t.deleteComment}
            text={t.deleteCommentText}
            onDelete={() => deleteComment(entry)}
            onClose={() => {
              state.value = "shown";
              if (!entry.item.value) onDeleted();
            }}
          />
        )}
      </article>
    </li>
  );
}
