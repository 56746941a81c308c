import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { createNames, toPascalCase } from "../../openapi/names.ts";
import { segmentsOf, toRef, valueAt } from "../../openapi/pointer.ts";
import { type ObjectKind, rewrite, rewriteDocument, sectionOf } from "../../openapi/shape.ts";

/**
 * Makes a component of each reference target that is not one, such as `#/paths/~1a/get/responses/200` or
 * `#/components/schemas/Post/properties/id`. Generated types have no such paths.
 */
export function hoistReferences(document: JsonObject): JsonObject {
  const components = objectAt(document, "components");
  const added = new Map<string, { readonly section: string; readonly name: string; readonly content: Json }>();
  const names = new Map<string, ReturnType<typeof createNames>>();

  const replace = (kind: ObjectKind, node: Json): Json => {
    const section = sectionOf(kind);
    const ref = section === undefined ? undefined : stringAt(node, "$ref");
    const segments = segmentsOf(ref ?? "");
    if (!isObject(node) || section === undefined || !segments || isComponent(segments)) return node;
    return { ...node, $ref: hoist(kind, section, segments) };
  };

  const hoist = (kind: ObjectKind, section: string, segments: readonly string[]): string => {
    const key = `${section} ${toRef(segments)}`;
    const existing = added.get(key);
    if (existing) return toRef(["components", section, existing.name]);
    const sectionNames = names.get(section) ?? createNames(Object.keys(objectAt(components, section)));
    names.set(section, sectionNames);
    const name = sectionNames.take(toPascalCase(nameWords(segments)));
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

/** The segments that are names and not OpenAPI keywords: `Post id`. */
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
