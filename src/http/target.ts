export interface Target {
  /** Still percent-encoded; begins with `/`, but for the `*` of `OPTIONS *`. */
  readonly path: string;
  /** Still percent-encoded, without its question mark. */
  readonly query: string;
}

/** Splits a request target (RFC 9112, section 3.2): origin form, or the absolute form that proxies send. */
export function parseTarget(target: string): Target {
  const relative = target.startsWith("/") ? target : target.replace(/^https?:\/\/[^/?#]*/i, "");
  const mark = relative.indexOf("?");
  const path = mark === -1 ? relative : relative.slice(0, mark);
  return { path: path === "" ? "/" : path, query: mark === -1 ? "" : relative.slice(mark + 1) };
}
