import { useEffect, useRef } from "preact/hooks";
import type { Post } from "../api.ts";
import { messages } from "../i18n/messages.ts";
import { commentFeed, writeComment } from "../store/comments.ts";
import { rules } from "../store/validation.ts";
import { CommentItem } from "./comment-item.tsx";
import { Composer } from "./composer.tsx";
import { ErrorMessage } from "./error-message.tsx";

interface CommentsProps {
  readonly post: Post;
}

/** The comments on a post, oldest first, and a composer for a new one. */
export function Comments({ post }: CommentsProps) {
  const section = useRef<HTMLElement>(null);
  const feed = commentFeed(post.id);
  const items = feed.items.value;
  const error = feed.error.value;
  const t = messages.value;

  useEffect(() => {
    void feed.refresh();
  }, [feed]);

  return (
    <section class="comments" aria-label={t.commentsTitle} ref={section} tabIndex={-1}>
      {items === undefined && error === undefined && <CommentSkeletons count={Math.min(post.commentCount, 20)} />}
      <ul>
        {items?.map((entry) => (
          <CommentItem
            key={entry.key}
            entry={entry}
            postOwnerId={post.owner.id}
            onDeleted={() => section.current?.focus()}
          />
        ))}
      </ul>
      {items?.length === 0 && <p class="note">{t.noComments}</p>}
      <ErrorMessage error={error} onRetry={() => void (items ? feed.loadMore() : feed.refresh())} />
      {items && !feed.isComplete.value && error === undefined && (
        <button type="button" class="quiet" aria-disabled={feed.isLoading.value} onClick={() => void feed.loadMore()}>
          {t.moreComments}
        </button>
      )}
      <Composer
        label={t.newComment}
        rule={rules.comment}
        submit={t.send}
        submitting={t.sending}
        rows={1}
        isInline
        onSubmit={(content) => writeComment(post.id, content)}
      />
    </section>
  );
}

/** One skeleton for each expected comment, to avoid a layout shift. */
function CommentSkeletons({ count }: { readonly count: number }) {
  return (
    <ul aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        <li key={index} class="comment skeleton">
          <span class="bone round" />
          <span>
            <span class="bone short" />
            <span class="bone" />
          </span>
        </li>
      ))}
    </ul>
  );
}
