import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { createNames, toPascalCase } from "../../openapi/names.ts";
import { segmentsOf, toRef, valueAt } from "../../openapi/pointer.ts";
import { type Kind, rewrite, rewriteDocument, sectionOf } from "../../openapi/shape.ts";

/**
 * Makes a component of whatever is referred to and is none, as in `#/paths/~1a/get/responses/200` or
 * `#/components/schemas/Post/properties/id`: in generated types such a path leads elsewhere or nowhere.
 */
export function hoistReferences(document: JsonObject): JsonObject {
  const components = objectAt(document, "components");
  const added = new Map<string, { readonly section: string; readonly name: string; readonly content: Json }>();
  const names = new Map<string, ReturnType<typeof createNames>>();

  const replace = (kind: Kind, node: Json): Json => {
    const section = sectionOf(kind);
    const ref = section === undefined ? undefined : stringAt(node, "$ref");
    const segments = segmentsOf(ref ?? "");
    if (!isObject(node) || section === undefined || !segments || isComponent(segments)) return node;
    return { ...node, $ref: hoist(kind, section, segments) };
  };

  const hoist = (kind: Kind, section: string, segments: readonly string[]): string => {
    const key = `${section} ${toRef(segments)}`;
    const before = added.get(key);
    if (before) return toRef(["components", section, before.name]);
    const free = names.get(section) ?? createNames(Object.keys(objectAt(components, section)));
    names.set(section, free);
    const name = free.take(toPascalCase(nameWords(segments)));
    added.set(key, { section, name, content: null });
    const content = rewrite(kind, valueAt(document, segments) ?? null, replace);
    added.set(key, { section, name, content });
    return toRef(["components", section, name]);
  };

  const rewritten = rewriteDocument(document, replace);
  const sections = new Map(Object.entries(objectAt(rewritten, "components")));
  for (const { section, name, content } of added.values()) {
    const entries = sections.get(section);
    sections.set(section, { ...(isObject(entries) ? entries : {}), [name]: content });
  }
  return { ...rewritten, components: Object.fromEntries(sections) };
}

function isComponent(segments: readonly string[]): boolean {
  return segments.length === 3 && segments[0] === "components";
}

/** The names on the way, without the words of OpenAPI: `Post id`. */
function nameWords(segments: readonly string[]): string {
  const structure = new Set([
    "components",
    "schemas",
    "properties",
    "paths",
    "responses",
    "content",
    "schema",
    "$defs",
  ]);
  const words = segments.filter((segment) => !structure.has(segment));
  return (words.length === 0 ? segments : words).join(" ");
}
