import { useContext, useEffect } from "preact/hooks";
import type { Feed } from "../state/feed.ts";
import type { PostEntry } from "../state/posts.ts";
import { words } from "../words/words.ts";
import { Endless } from "./endless.tsx";
import { focusTitle, VisitContext } from "./page.tsx";
import { PostCard } from "./post-card.tsx";

interface PostListProps {
  readonly feed: Feed<PostEntry>;
  readonly empty: string;
}

/** Posts without end. Whoever comes back to a page finds it as they left it; whoever follows a link gets what is new. */
export function PostList({ feed, empty }: PostListProps) {
  const isReturn = useContext(VisitContext)?.scrolledTo !== undefined;
  useEffect(() => {
    if (!isReturn || feed.items.peek() === undefined) void feed.refresh();
  }, [feed]);
  return (
    <section aria-label={words.value.posts}>
      <Endless
        feed={feed}
        empty={empty}
        end={words.value.endOfPosts}
        render={(entry) => <PostCard key={entry.key} entry={entry} onDeleted={focusTitle} />}
      />
    </section>
  );
}
