import { isObject, type Json, type JsonObject, objectAt, stringAt, without } from "../json.ts";
import { segmentsOf, toRef } from "../pointer.ts";
import type { Problem } from "../problem.ts";
import { type Kind, mapChildren, sectionOf } from "../shape.ts";
import { type ComponentNames, createComponentNames } from "./component-names.ts";
import { findTarget, type ReferenceTarget } from "./find.ts";
import { problemAt, type SourcePosition } from "./position.ts";
import { type Files, isReference, type SourceFile } from "./read.ts";

export interface Bundle {
  readonly document: JsonObject;
  /** Where a part of the bundled document, given by its path, was written. */
  readonly origin: (path: readonly string[]) => SourcePosition;
  readonly problems: readonly Problem[];
}

interface Work {
  readonly root: SourceFile;
  readonly files: Files;
  readonly names: ComponentNames;
  readonly added: (readonly [section: string, name: string, content: Json])[];
  /** Where what stands at a pointer of the bundle was written. */
  readonly origins: Map<string, SourcePosition>;
  readonly problems: Problem[];
}

/**
 * Joins a document and the parts that it takes from other files: each such part becomes a component, once, and path
 * items go where they are referred to. References within the document's own file stay as they are.
 */
export function bundle(root: SourceFile, files: Files): Bundle {
  const components = objectAt(root.content, "components");
  const names = createComponentNames(root, components, files);
  const work: Work = { root, files, names, added: [], origins: new Map(), problems: [] };
  const copied = copy(work, "document", root.content, { file: root, segments: [] }, []);
  const document = isObject(copied) ? withComponents(copied, work.added) : {};
  return { document, origin: (path) => originOf(work, path), problems: work.problems };
}

/** @param into the path in the bundle that the copy is for */
function copy(work: Work, kind: Kind, node: Json, from: SourcePosition, into: readonly string[]): Json {
  if (!isObject(node)) return node;
  const rest = (given: JsonObject) =>
    mapChildren(kind, given, (held, child, path) =>
      copy(work, held, child, { file: from.file, segments: [...from.segments, ...path] }, [...into, ...path]),
    );
  const ref = sectionOf(kind) === undefined ? undefined : stringAt(node, "$ref");
  if (ref === undefined) return kind === "schema" ? withMapping(work, rest(node), from) : rest(node);

  const target = find(work, ref, { file: from.file, segments: [...from.segments, "$ref"] });
  if (!target) return node;
  const beside = rest(without(node, "$ref"));
  const isInPlace = kind === "pathItem" && target.place.file !== work.root;
  if (isInPlace || work.names.of(kind, target.place) === toRef(into)) {
    if (into.length > 100) return node;
    work.origins.set(toRef(into), target.place);
    const content = copy(work, kind, target.content, target.place, into);
    return isObject(content) ? { ...content, ...beside } : content;
  }
  return { $ref: referTo(work, kind, target), ...beside };
}

function find(work: Work, ref: string, at: SourcePosition): ReferenceTarget | undefined {
  const target = findTarget(ref, at.file.path, work.files);
  if (typeof target !== "string") return target;
  work.problems.push(problemAt(at, `${JSON.stringify(ref)} ${target}`));
  return undefined;
}

/** The reference in the bundle that means the same; what is not in the document's own file becomes a component. */
function referTo(work: Work, kind: Kind, { place, content }: ReferenceTarget): string {
  const section = sectionOf(kind);
  if (place.file === work.root || section === undefined) return toRef(place.segments);
  const known = work.names.of(kind, place);
  if (known !== undefined) return known;
  const ref = work.names.give(kind, place);
  const path = segmentsOf(ref) ?? [];
  work.origins.set(ref, place);
  work.added.push([section, path.at(-1) ?? "", copy(work, kind, content, place, path)]);
  return ref;
}

/** A discriminator's mapping refers to schemas too, by reference or by a component's name. */
function withMapping(work: Work, schema: JsonObject, from: SourcePosition): JsonObject {
  const { discriminator } = schema;
  if (!isObject(discriminator) || !isObject(discriminator.mapping)) return schema;
  const mapping = Object.entries(discriminator.mapping).map(([value, ref]): [string, Json] => {
    if (typeof ref !== "string" || !isReference(ref)) return [value, ref];
    const at = { file: from.file, segments: [...from.segments, "discriminator", "mapping", value] };
    const target = find(work, ref, at);
    return [value, target ? referTo(work, "schema", target) : ref];
  });
  return { ...schema, discriminator: { ...discriminator, mapping: Object.fromEntries(mapping) } };
}

function withComponents(document: JsonObject, added: Work["added"]): JsonObject {
  const components = new Map(Object.entries(objectAt(document, "components")));
  for (const [section, name, content] of added) {
    const entries = components.get(section);
    components.set(section, { ...(isObject(entries) ? entries : {}), [name]: content });
  }
  return added.length === 0 ? document : { ...document, components: Object.fromEntries(components) };
}

function originOf({ root, origins }: Work, path: readonly string[]): SourcePosition {
  for (let length = path.length; length > 0; length--) {
    const place = origins.get(toRef(path.slice(0, length)));
    if (place) return { file: place.file, segments: [...place.segments, ...path.slice(length)] };
  }
  return { file: root, segments: path };
}
