const json = Symbol("JSON");

/** Stands for a body whose JSON, in UTF-8, is at hand, so that nobody need make it. Whoever looks inside finds nothing else. */
export function serializedBody<Body extends object>(bytes: Buffer): Body {
  // What such a body is for is its JSON, and that is what `Body` describes.
  return { [json]: bytes } as unknown as Body;
}

/** A body's JSON, in UTF-8. */
export function jsonBytes(body: unknown): Buffer {
  return serializedJson(body) ?? Buffer.from(JSON.stringify(body));
}

/** The same, if it is at hand. */
export function serializedJson(body: unknown): Buffer | undefined {
  const known = typeof body === "object" && body !== null && json in body ? body[json] : undefined;
  return Buffer.isBuffer(known) ? known : undefined;
}

/** A body with more properties, whose JSON is the body's with theirs at its end. */
export function withProperties<Body extends object, More extends object>(body: Body, more: More): Body & More {
  const end = Buffer.from(`,${JSON.stringify(more).slice(1)}`);
  return serializedBody(Buffer.concat([jsonBytes(body).subarray(0, -1), end]));
}
