import { isArray, isObject, type Json } from "../openapi/json.ts";

/** Whether two values of documents are the same, whatever the order of their properties. */
export function isEqual(a: Json | undefined, b: Json | undefined): boolean {
  return keyOf(a) === keyOf(b);
}

/** A key that is the same for equal values. */
export function keyOf(node: Json | undefined): string {
  return JSON.stringify(sorted(node ?? null)) + (node === undefined ? "?" : "");
}

function sorted(node: Json): Json {
  if (isArray(node)) return node.map(sorted);
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node)
      .map(([key, value]): [string, Json] => [key, sorted(value)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}
