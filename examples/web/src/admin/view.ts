import { signal } from "@preact/signals";

export type View = "figures" | "members";

/** The view of the back office; the URL's fragment names it. */
export const view = signal<View>(readView());

addEventListener("hashchange", () => {
  view.value = readView();
});

function readView(): View {
  return location.hash === "#members" ? "members" : "figures";
}
