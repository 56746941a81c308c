/** By body, the JSON of those that several answers share; null until it is made. */
const kept = new WeakMap<object, Buffer | null>();

/** Has a body's JSON made once, however many answers have it. It must not change from now on. */
export function keepJson<Body extends object>(body: Body): Body {
  kept.set(body, null);
  return body;
}

/** A body's JSON, in UTF-8. */
export function jsonOf(body: unknown): Buffer {
  const known = typeof body === "object" && body !== null ? kept.get(body) : undefined;
  if (known) return known;
  const json = Buffer.from(JSON.stringify(body));
  if (known === null) kept.set(Object(body), json);
  return json;
}
