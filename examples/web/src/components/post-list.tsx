import { useContext, useEffect } from "preact/hooks";
import { messages } from "../i18n/messages.ts";
import type { Feed } from "../store/feed.ts";
import type { PostEntry } from "../store/posts.ts";
import { InfiniteList } from "./infinite-list.tsx";
import { focusTitle, VisitContext } from "./page.tsx";
import { PostCard } from "./post-card.tsx";

interface PostListProps {
  readonly feed: Feed<PostEntry>;
  readonly empty: string;
}

/** An infinite list of posts. Going back in the history shows the loaded posts again; following a link reloads them. */
export function PostList({ feed, empty }: PostListProps) {
  const isReturn = useContext(VisitContext)?.scrolledTo !== undefined;
  useEffect(() => {
    if (!isReturn || feed.items.peek() === undefined) void feed.refresh();
  }, [feed]);
  return (
    <section aria-label={messages.value.posts}>
      <InfiniteList
        feed={feed}
        empty={empty}
        end={messages.value.endOfPosts}
        render={(entry) => <PostCard key={entry.key} entry={entry} onDeleted={focusTitle} />}
      />
    </section>
  );
}
