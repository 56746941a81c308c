import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { ErrorMessage } from "../components/error-message.tsx";
import { focusTitle, Page } from "../components/page.tsx";
import { PostCard } from "../components/post-card.tsx";
import { Skeletons } from "../components/skeletons.tsx";
import { messages } from "../i18n/messages.ts";
import { cachedPost, loadPost, type PostEntry } from "../store/posts.ts";

interface PostPageProps {
  readonly id: number;
}

/** One post with its comments. */
export function PostPage({ id }: PostPageProps) {
  const entry = useSignal<PostEntry | undefined>(cachedPost(id));
  const isLoaded = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const t = messages.value;
  const post = entry.value?.item.value;

  async function load(): Promise<void> {
    error.value = undefined;
    try {
      entry.value = await loadPost(id);
      isLoaded.value = true;
    } catch (reason) {
      error.value = reason;
    }
  }
  useEffect(() => void load(), [id]);

  if (!post && isLoaded.value) {
    return (
      <Page title={t.noPost}>
        <p>{t.noPostText}</p>
      </Page>
    );
  }
  return (
    <Page title={post ? t.postBy(post.owner.name) : t.posts} isTitleHidden>
      <ErrorMessage error={error.value} onRetry={() => void load()} />
      {entry.value && post ? (
        <PostCard
          key={entry.value.key}
          entry={entry.value}
          isWhole
          onDeleted={() => requestAnimationFrame(focusTitle)}
        />
      ) : (
        error.value === undefined && <Skeletons count={1} />
      )}
    </Page>
  );
}
