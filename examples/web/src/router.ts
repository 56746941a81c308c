import { signal } from "@preact/signals";

/** The pages. Routes are in the URL's fragment (hash routing), so they cannot collide with paths of the API. */
export type Route =
  | { readonly page: "home" | "notifications" | "settings" | "logIn" | "signUp" | "unknown" }
  | { readonly page: "profile"; readonly id: string }
  | { readonly page: "post"; readonly id: number };

export const links = {
  home: "#/",
  notifications: "#/notifications",
  settings: "#/settings",
  logIn: "#/login",
  signUp: "#/signup",
  profile: (id: string) => `#/u/${encodeURIComponent(id)}`,
  post: (id: number) => `#/post/${id}`,
} as const;

const staticRoutes: Readonly<Record<string, Route>> = {
  "": { page: "home" },
  [links.home]: { page: "home" },
  [links.notifications]: { page: "notifications" },
  [links.settings]: { page: "settings" },
  [links.logIn]: { page: "logIn" },
  [links.signUp]: { page: "signUp" },
};

export function parseRoute(hash: string): Route {
  const [, kind, text = ""] = /^#\/(u|post)\/(.+)$/.exec(hash) ?? [];
  if (kind === "post" && /^[1-9]\d{0,15}$/.test(text)) return { page: "post", id: Number(text) };
  if (kind === "u") return { page: "profile", id: safeDecode(text) };
  return staticRoutes[hash] ?? { page: "unknown" };
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Visit {
  readonly route: Route;
  /** Identifies the history entry: new for each followed link, the same when the user goes back. */
  readonly key: number;
  /** Scroll position when the page was left; undefined on the first visit. */
  readonly scrolledTo: number | undefined;
}

const scrollPositions = new Map<number, number>();
let lastKey = Date.now();

/** The current page. */
export const visit = signal<Visit>(readVisit());

export function navigate(href: string): void {
  location.hash = href;
}

/** Restores scroll positions itself: browsers do so before the new page is rendered. */
export function startRouter(): void {
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => scrollPositions.set(visit.peek().key, scrollY), { passive: true });
  addEventListener("hashchange", () => {
    visit.value = readVisit();
  });
}

function readVisit(): Visit {
  const state: unknown = history.state;
  const key = typeof state === "number" ? state : ++lastKey;
  if (key !== state) history.replaceState(key, "");
  return { route: parseRoute(location.hash), key, scrolledTo: scrollPositions.get(key) };
}
