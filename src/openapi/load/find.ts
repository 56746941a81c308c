import { isArray, isObject, type Json } from "../json.ts";
import { segmentsOf, valueAt } from "../pointer.ts";
import type { SourcePosition } from "./position.ts";
import { type Files, fileOf } from "./read.ts";

export interface ReferenceTarget {
  readonly position: SourcePosition;
  readonly content: Json;
}

/** The target of a `$ref` in the file `from`, or the reason why there is none. */
export function findTarget(ref: string, from: string, files: Files): ReferenceTarget | string {
  const path = fileOf(ref, from);
  if (path === undefined) return "is not a file; references over the network are not followed";
  const file = files.get(path);
  if (!file) return "is not a file";
  if (!("content" in file)) return `cannot be read: ${file.message}`;
  const fragment = ref.includes("#") ? ref.slice(ref.indexOf("#") + 1) : "";
  const segments = segmentsOf(`#${fragment}`) ?? findAnchor(file.content, fragment);
  const content = segments && valueAt(file.content, segments);
  if (!segments || content === undefined) return "refers to nothing";
  return { position: { file, segments }, content };
}

/** The path to `$anchor: name` (JSON Schema 2020-12, section 8.2.2). */
function findAnchor(node: Json, name: string): readonly string[] | undefined {
  if (typeof node !== "object" || node === null) return undefined;
  if (isObject(node) && (node.$anchor === name || node.$dynamicAnchor === name)) return [];
  const entries: readonly (readonly [string, Json])[] = isArray(node)
    ? node.map((item, index) => [`${index}`, item])
    : Object.entries(node);
  for (const [key, value] of entries) {
    const found = findAnchor(value, name);
    if (found) return [key, ...found];
  }
  return undefined;
}
