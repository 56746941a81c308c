import { useEffect, useRef } from "preact/hooks";
import type { Post } from "../api.ts";
import { commentFeed, writeComment } from "../state/comments.ts";
import { rules } from "../state/rules.ts";
import { words } from "../words/words.ts";
import { CommentItem } from "./comment-item.tsx";
import { Composer } from "./composer.tsx";
import { Fault } from "./fault.tsx";

interface CommentsProps {
  readonly post: Post;
}

/** The comments on a post, oldest first, and a box for another one. */
export function Comments({ post }: CommentsProps) {
  const section = useRef<HTMLElement>(null);
  const feed = commentFeed(post.id);
  const items = feed.items.value;
  const error = feed.error.value;
  const t = words.value;

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
      <Fault error={error} retry={() => void (items ? feed.more() : feed.refresh())} />
      {items && !feed.isComplete.value && error === undefined && (
        <button type="button" class="quiet" aria-disabled={feed.isLoading.value} onClick={() => void feed.more()}>
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

/** As many as there will be, so that nothing jumps. */
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
