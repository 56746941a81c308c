import type { ComponentChildren } from "preact";
import { createContext } from "preact";
import { useContext, useLayoutEffect, useRef } from "preact/hooks";
import type { Visit } from "../router.ts";
import { unreadCount } from "../store/notifications.ts";

/** The visit that a page is rendered for. */
export const VisitContext = createContext<Visit | undefined>(undefined);

/** The browser handles focus and scrolling of the page that it loaded. */
let isFirst = true;

interface PageProps {
  readonly title: string;
  /** Hides the title visually where the content makes it obvious. */
  readonly isTitleHidden?: boolean;
  readonly isWide?: boolean;
  /** A narrow page with a single form, such as the login. */
  readonly isNarrow?: boolean;
  /** Shown next to the title. */
  readonly action?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a page. Moves the focus to its title after navigation, so that screen readers announce the page. */
export function Page({ title, isTitleHidden = false, isWide = false, isNarrow = false, action, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const visit = useContext(VisitContext);

  const count = unreadCount.value;
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
      {isNarrow ? (
        <div class="card narrow">
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

/** Moves the focus to the title when the focused element was removed. */
export function focusTitle(): void {
  document.querySelector<HTMLElement>("h1")?.focus({ preventScroll: true });
}
