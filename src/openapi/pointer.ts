import { isArray, isObject, type Json } from "./json.ts";

/** A `$ref` into the same document: a JSON pointer (RFC 6901) as a URI fragment, `#/components/schemas/Post`. */
export function toRef(segments: readonly string[]): string {
  return `#${segments.map((segment) => `/${escapeSegment(segment)}`).join("")}`;
}

export function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The segments of a `$ref` into the same document, unescaped; undefined for a reference to anything else. */
export function segmentsOf(ref: string): readonly string[] | undefined {
  if (ref === "#") return [];
  if (!ref.startsWith("#/")) return undefined;
  return ref
    .slice(2)
    .split("/")
    .map((segment) => decode(segment).replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** What stands at a place in the document, or undefined. */
export function valueAt(document: Json, segments: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of segments) {
    if (isArray(value)) value = value[Number(segment)];
    else if (isObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}

/** Follows `$ref`s, also from one to the next, to the object they mean. */
export function resolve(document: Json, node: Json | undefined): Json | undefined {
  let value = node;
  for (let hops = 0; hops < 100; hops++) {
    if (!isObject(value) || typeof value.$ref !== "string") return value;
    const segments = segmentsOf(value.$ref);
    if (!segments) return undefined;
    value = valueAt(document, segments);
  }
  return undefined;
}
