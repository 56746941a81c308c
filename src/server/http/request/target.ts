export interface RequestTarget {
  /** Percent-encoded; begins with `/`, except the `*` of `OPTIONS *`. */
  readonly path: string;
  /** Percent-encoded, without its question mark. */
  readonly query: string;
}

/** Converts the absolute form, as proxies send it, to the origin form. Express fails for some hosts in the absolute form. */
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
