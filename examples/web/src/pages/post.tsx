import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Fault } from "../parts/fault.tsx";
import { focusTitle, Page } from "../parts/page.tsx";
import { PostCard } from "../parts/post-card.tsx";
import { Skeletons } from "../parts/skeletons.tsx";
import { knownPost, loadPost, type PostEntry } from "../state/posts.ts";
import { words } from "../words/words.ts";

interface PostPageProps {
  readonly id: number;
}

/** One post with its comments. */
export function PostPage({ id }: PostPageProps) {
  const entry = useSignal<PostEntry | undefined>(knownPost(id));
  const isAsked = useSignal(false);
  const error = useSignal<unknown>(undefined);
  const t = words.value;
  const post = entry.value?.item.value;

  async function load(): Promise<void> {
    error.value = undefined;
    try {
      entry.value = await loadPost(id);
      isAsked.value = true;
    } catch (reason) {
      error.value = reason;
    }
  }
  useEffect(() => void load(), [id]);

  if (!post && isAsked.value) {
    return (
      <Page title={t.noPost}>
        <p>{t.noPostText}</p>
      </Page>
    );
  }
  return (
    <Page title={post ? t.postBy(post.owner.name) : t.posts} isTitleHidden>
      <Fault error={error.value} retry={() => void load()} />
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
