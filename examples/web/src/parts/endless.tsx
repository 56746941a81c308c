import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Feed } from "../state/feed.ts";
import { words } from "../words/words.ts";
import { Fault } from "./fault.tsx";
import { Skeletons } from "./skeletons.tsx";

interface EndlessProps<Item> {
  readonly feed: Feed<Item>;
  readonly render: (item: Item) => ComponentChildren;
  readonly empty: string;
  readonly end?: string;
}

/** How far below the window the next page is fetched, so that few ever see the end of this one. */
const ahead = "1000px";

/** A list that fetches its next page before somebody gets there. */
export function Endless<Item>({ feed, render, empty, end = "" }: EndlessProps<Item>) {
  const mark = useRef<HTMLDivElement>(null);
  const items = feed.items.value;
  const error = feed.error.value;
  const isComplete = feed.isComplete.value;
  const count = items?.length;

  // Observing anew after each page tells at once whether it was enough to fill the window.
  useEffect(() => {
    if (!mark.current || error !== undefined || isComplete || count === undefined) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) void feed.more();
      },
      { rootMargin: `${ahead} 0px` },
    );
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [feed, count, error, isComplete]);

  return (
    <div class="endless" aria-busy={feed.isLoading.value}>
      {items?.map(render)}
      {error !== undefined ? (
        <Fault error={error} retry={() => void (items ? feed.more() : feed.refresh())} />
      ) : items === undefined || !isComplete ? (
        <Skeletons count={items ? 1 : 3} />
      ) : (
        <p class="end">{items.length === 0 ? empty : end}</p>
      )}
      <div ref={mark} />
      <p class="hidden" role="status">
        {feed.isLoading.value && items === undefined ? words.value.loading : ""}
      </p>
    </div>
  );
}
