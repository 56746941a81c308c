export interface RequestTarget {
  /** Still percent-encoded; begins with `/`, but for the `*` of `OPTIONS *`. */
  readonly path: string;
  /** Still percent-encoded, without its question mark. */
  readonly query: string;
}

/** The origin form of what a proxy may send in the absolute form, whose host Express would want to understand. */
export function originForm(target: string): string {
  if (!absolute.test(target)) return target;
  const { path, query } = parseTarget(target);
  return query === "" ? path : `${path}?${query}`;
}

const absolute = /^https?:\/\/[^/?#]*/i;

/** Splits a request target (RFC 9112, section 3.2): origin form, or the absolute form that proxies send. */
export function parseTarget(target: string): RequestTarget {
  const relative = target.startsWith("/") ? target : target.replace(absolute, "");
  const mark = relative.indexOf("?");
  const path = mark === -1 ? relative : relative.slice(0, mark);
  return { path: path === "" ? "/" : path, query: mark === -1 ? "" : relative.slice(mark + 1) };
}
