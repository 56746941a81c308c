import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { client } from "../api.ts";
import { links } from "../router.ts";
import { announce, announceFault } from "../state/announcements.ts";
import { changePost, deletePost, type PostEntry } from "../state/posts.ts";
import { react, totalReactions } from "../state/reacting.ts";
import { rules } from "../state/rules.ts";
import { userId } from "../state/session.ts";
import { words } from "../words/words.ts";
import { Avatar } from "./avatar.tsx";
import { Byline } from "./byline.tsx";
import { Comments } from "./comments.tsx";
import { Composer } from "./composer.tsx";
import { DeleteDialog } from "./dialog.tsx";
import { icons } from "./icons.tsx";
import { LongText } from "./long-text.tsx";
import { Reactions } from "./reactions.tsx";
import { WhoReacted } from "./who-reacted.tsx";

interface PostCardProps {
  readonly entry: PostEntry;
  /** On a page of its own, where its comments belong to it. */
  readonly isWhole?: boolean;
  /** Called when it is gone, and with it what had the focus. */
  readonly onDeleted: () => void;
}

export function PostCard({ entry, isWhole = false, onDeleted }: PostCardProps) {
  const state = useSignal<"shown" | "edited" | "deleted" | "who reacted">("shown");
  const isOpen = useSignal(isWhole);
  const editButton = useRef<HTMLButtonElement>(null);
  const t = words.value;
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
        <LongText text={post.content} isWhole={isWhole} />
      )}
      <footer>
        <Reactions
          item={post}
          isDisabled={isPending}
          onReact={(type) =>
            react(entry.item, type, {
              set: (wanted) => client.reactToPost({ path, body: { type: wanted } }),
              clear: () => client.unreactToPost({ path }),
            }).catch(announceFault)
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
        <WhoReacted
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
            announce({ text: t.deleted });
            onDeleted();
          }}
        />
      )}
    </article>
  );
}
