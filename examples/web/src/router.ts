import { signal } from "@preact/signals";

/** Every page. They live behind the `#`, where no path of the API can be meant. */
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

const fixed: Readonly<Record<string, Route>> = {
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
  if (kind === "u") return { page: "profile", id: decode(text) };
  return fixed[hash] ?? { page: "unknown" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Visit {
  readonly route: Route;
  /** Of the history's entry: another one for each link that was followed, the same when one comes back to it. */
  readonly key: number;
  /** Where the page was scrolled to when it was left; undefined for a page that was not seen before. */
  readonly scrolledTo: number | undefined;
}

const scrolls = new Map<number, number>();
let lastKey = Date.now();

/** The page that is shown. */
export const visit = signal<Visit>(arrive());

export function goTo(href: string): void {
  location.hash = href;
}

/** Browsers put the old scroll position into the new page before it is drawn, so that is done here. */
export function startRouter(): void {
  history.scrollRestoration = "manual";
  addEventListener("scroll", () => scrolls.set(visit.peek().key, scrollY), { passive: true });
  addEventListener("hashchange", () => {
    visit.value = arrive();
  });
}

function arrive(): Visit {
  const known: unknown = history.state;
  const key = typeof known === "number" ? known : ++lastKey;
  if (key !== known) history.replaceState(key, "");
  return { route: parseRoute(location.hash), key, scrolledTo: scrolls.get(key) };
}
