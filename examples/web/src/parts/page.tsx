import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { Visit } from "../router.ts";
import { unread } from "../state/notifications.ts";

/** The visit that a page was made for. */
export const VisitContext = createContext<Visit | undefined>(undefined);

/** The browser itself sees to the page that it opened. */
let isFirst = true;

interface PageProps {
  readonly title: string;
  /** For a page whose title everybody sees from its content. */
  readonly isTitleHidden?: boolean;
  readonly isWide?: boolean;
  /** A small page with one thing to do. */
  readonly isDoor?: boolean;
  /** Beside the title. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** What every page has: a title, and the focus on it for those who followed a link here without seeing it. */
export function Page({ title, isTitleHidden = false, isWide = false, isDoor = false, action, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const visit = useContext(VisitContext);

  const count = unread.value;
  useLayoutEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ""}${title} – minifb`;
  }, [title, count]);
  useLayoutEffect(() => {
    if (!isFirst) heading.current?.focus({ preventScroll: true });
    if (!isFirst) scrollTo(0, visit?.scrolledTo ?? 0);
    isFirst = false;
  }, []);

  const head = (
    <div class={isTitleHidden ? "hidden" : "page-head"}>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {action}
    </div>
  );
  return (
    <main id="main" class={isWide ? "page wide" : "page"}>
      {isDoor ? (
        <div class="card door">
          {head}
          {children}
        </div>
      ) : (
        <>
          {head}
          {children}
        </>
      )}
    </main>
  );
}

/** For when what had the focus is gone. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}
