import { isArray, isObject, type Json } from "./json.ts";

/** A local `$ref`: a JSON pointer (RFC 6901) as a URI fragment, such as `#/components/schemas/Post`. */
export function toRef(segments: readonly string[]): string {
  return `#${segments.map((segment) => `/${escapeSegment(segment)}`).join("")}`;
}

export function escapeSegment(segment: string): string {
  return segment.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** The unescaped segments of a local `$ref`; undefined for a reference to another file. */
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

/** The value at a path of the document, or undefined. */
export function valueAt(document: Json, segments: readonly string[]): Json | undefined {
  let value: Json | undefined = document;
  for (const segment of segments) {
    if (isArray(value)) value = value[Number(segment)];
    else if (isObject(value) && Object.hasOwn(value, segment)) value = value[segment];
    else return undefined;
  }
  return value;
}

/** Follows a chain of `$ref`s to the object at its end; undefined if there is none. */
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
