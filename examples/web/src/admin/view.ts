import { signal } from "@preact/signals";

export type View = "figures" | "members";

/** What is shown of the back office; the address says it behind the `#`. */
export const view = signal<View>(parse());

addEventListener("hashchange", () => {
  view.value = parse();
});

function parse(): View {
  return location.hash === "#members" ? "members" : "figures";
}
