import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { client } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { links } from "../router.ts";
import { changePost, deletePost, type PostEntry } from "../store/posts.ts";
import { react, totalReactions } from "../store/reactions.ts";
import { userId } from "../store/session.ts";
import { showErrorToast, showToast } from "../store/toasts.ts";
import { rules } from "../store/validation.ts";
import { Avatar } from "./avatar.tsx";
import { Byline } from "./byline.tsx";
import { CollapsibleText } from "./collapsible-text.tsx";
import { Comments } from "./comments.tsx";
import { Composer } from "./composer.tsx";
import { DeleteDialog } from "./dialog.tsx";
import { icons } from "./icons.tsx";
import { Reactions } from "./reactions.tsx";
import { ReactionsDialog } from "./reactions-dialog.tsx";

interface PostCardProps {
  readonly entry: PostEntry;
  /** Whether the post has its own page, where its text and comments are expanded. */
  readonly isWhole?: boolean;
  /** Called after the deletion. The focused element is gone by then. */
  readonly onDeleted: () => void;
}

export function PostCard({ entry, isWhole = false, onDeleted }: PostCardProps) {
  const state = useSignal<"shown" | "edited" | "deleted" | "who reacted">("shown");
  const isOpen = useSignal(isWhole);
  const editButton = useRef<HTMLButtonElement>(null);
  const t = messages.value;
  const post = entry.item.value;
  if (!post) return null;
  const path = { postId: post.id };
  const isPending = entry.isPending.value;
  const total = totalReactions(post);

  function show(): void {
    state.value = "shown";
    requestAnimationFrame(() => editButton.current?.focus());
  }

  return (
    <article class={isPending ? "card post pending" : "card post"} aria-label={t.postBy(post.owner.name)}>
      <header>
        <Avatar author={post.owner} />
        <Byline
          author={post.owner}
          at={post.createdAt}
          isEdited={post.updatedAt !== post.createdAt}
          {...(isWhole || isPending ? {} : { href: links.post(post.id) })}
        />
        {post.owner.id === userId.value && !isPending && state.value !== "edited" && (
          <span class="own-actions">
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
            <button
              type="button"
              class="quiet"
              onClick={() => {
                state.value = "deleted";
              }}
            >
              {t.delete}
            </button>
          </span>
        )}
      </header>
      {state.value === "edited" ? (
        <Composer
          label={t.editPost}
          rule={rules.post}
          submit={t.save}
          submitting={t.saving}
          initial={post.content}
          rows={3}
          onCancel={show}
          onSubmit={async (content) => {
            if (content !== post.content) await changePost(entry, content);
            show();
          }}
        />
      ) : (
        <CollapsibleText text={post.content} isWhole={isWhole} />
      )}
      <footer>
        <Reactions
          item={post}
          isDisabled={isPending}
          onReact={(type) =>
            react(entry.item, type, {
              set: (type) => client.reactToPost({ path, body: { type } }),
              clear: () => client.unreactToPost({ path }),
            }).catch(showErrorToast)
          }
        />
        <span class="counts">
          {total > 0 && (
            <button
              type="button"
              class="quiet"
              onClick={() => {
                state.value = "who reacted";
              }}
            >
              {t.reacted(total)}
            </button>
          )}
          <button
            type="button"
            class="quiet"
            disabled={isPending}
            aria-expanded={isOpen.value}
            onClick={() => {
              isOpen.value = !isOpen.value;
            }}
          >
            <icons.comment />
            {t.comments(post.commentCount)}
          </button>
        </span>
      </footer>
      {isOpen.value && !isPending && <Comments post={post} />}
      {state.value === "who reacted" && (
        <ReactionsDialog
          postId={post.id}
          onClose={() => {
            state.value = "shown";
          }}
        />
      )}
      {state.value === "deleted" && (
        <DeleteDialog
          title={t.deletePost}
          text={t.deletePostText}
          onDelete={() => deletePost(entry)}
          onClose={() => {
            state.value = "shown";
            if (entry.item.value) return;
            showToast({ text: t.deleted });
            onDeleted();
          }}
        />
      )}
    </article>
  );
}
