import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { messages } from "../i18n/messages.ts";
import type { Feed } from "../store/feed.ts";
import { ErrorMessage } from "./error-message.tsx";
import { Skeletons } from "./skeletons.tsx";

interface InfiniteListProps<Item> {
  readonly feed: Feed<Item>;
  readonly render: (item: Item) => ComponentChildren;
  readonly empty: string;
  readonly end?: string;
}

/** The next page is fetched when the end of the list is this far below the viewport. */
const preloadMargin = "1000px";

/** A list that fetches its next page before the reader reaches the end (infinite scrolling). */
export function InfiniteList<Item>({ feed, render, empty, end = "" }: InfiniteListProps<Item>) {
  const sentinel = useRef<HTMLDivElement>(null);
  const items = feed.items.value;
  const error = feed.error.value;
  const isComplete = feed.isComplete.value;
  const count = items?.length;

  // A new observer reports its target's state at once. So one per page continues until the viewport is filled.
  useEffect(() => {
    if (!sentinel.current || error !== undefined || isComplete || count === undefined) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void feed.loadMore();
      },
      { rootMargin: `${preloadMargin} 0px` },
    );
    observer.observe(sentinel.current);
    return () => observer.disconnect();
  }, [feed, count, error, isComplete]);

  return (
    <div class="infinite-list" aria-busy={feed.isLoading.value}>
      {items?.map(render)}
      {error !== undefined ? (
        <ErrorMessage error={error} onRetry={() => void (items ? feed.loadMore() : feed.refresh())} />
      ) : items === undefined || !isComplete ? (
        <Skeletons count={items ? 1 : 3} />
      ) : (
        <p class="end">{items.length === 0 ? empty : end}</p>
      )}
      <div ref={sentinel} />
      <p class="hidden" role="status">
        {feed.isLoading.value && items === undefined ? messages.value.loading : ""}
      </p>
    </div>
  );
}
