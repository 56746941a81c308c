import { isObject, type Json, type JsonObject, objectAt, stringAt, without } from "../json.ts";
import { segmentsOf, toRef } from "../pointer.ts";
import type { DocumentProblem } from "../problem.ts";
import { mapChildren, type ObjectKind, sectionOf } from "../shape.ts";
import { type ComponentNames, createComponentNames } from "./component-names.ts";
import { findTarget, type ReferenceTarget } from "./find.ts";
import { problemAt, type SourcePosition } from "./position.ts";
import { type Files, isReference, type SourceFile } from "./read.ts";

export interface Bundle {
  readonly document: JsonObject;
  /** The source of a path of the bundled document. */
  readonly origin: (path: readonly string[]) => SourcePosition;
  readonly problems: readonly DocumentProblem[];
}

interface BundleState {
  readonly root: SourceFile;
  readonly files: Files;
  readonly names: ComponentNames;
  readonly added: (readonly [section: string, name: string, content: Json])[];
  /** The source by pointer of the bundle. */
  readonly origins: Map<string, SourcePosition>;
  readonly problems: DocumentProblem[];
}

/**
 * Joins a document with the parts of other files that it refers to. Each part becomes one component; path items are inlined.
 * References within the root file do not change.
 */
export function bundle(root: SourceFile, files: Files): Bundle {
  const components = objectAt(root.content, "components");
  const names = createComponentNames(root, components, files);
  const state: BundleState = { root, files, names, added: [], origins: new Map(), problems: [] };
  const copied = copy(state, "document", root.content, { file: root, segments: [] }, []);
  const document = isObject(copied) ? withComponents(copied, state.added) : {};
  return { document, origin: (path) => originOf(state, path), problems: state.problems };
}

/** @param into the path of the copy in the bundle */
function copy(state: BundleState, kind: ObjectKind, node: Json, from: SourcePosition, into: readonly string[]): Json {
  if (!isObject(node)) return node;
  const copyChildren = (parent: JsonObject) =>
    mapChildren(kind, parent, (childKind, child, path) =>
      copy(state, childKind, child, { file: from.file, segments: [...from.segments, ...path] }, [...into, ...path]),
    );
  const ref = sectionOf(kind) === undefined ? undefined : stringAt(node, "$ref");
  if (ref === undefined) return kind === "schema" ? withMapping(state, copyChildren(node), from) : copyChildren(node);

  const target = find(state, ref, { file: from.file, segments: [...from.segments, "$ref"] });
  if (!target) return node;
  const siblings = copyChildren(without(node, "$ref"));
  const isInlined = kind === "pathItem" && target.position.file !== state.root;
  if (isInlined || state.names.of(kind, target.position) === toRef(into)) {
    if (into.length > 100) return node;
    state.origins.set(toRef(into), target.position);
    const content = copy(state, kind, target.content, target.position, into);
    return isObject(content) ? { ...content, ...siblings } : content;
  }
  return { $ref: referTo(state, kind, target), ...siblings };
}

function find(state: BundleState, ref: string, at: SourcePosition): ReferenceTarget | undefined {
  const target = findTarget(ref, at.file.path, state.files);
  if (typeof target !== "string") return target;
  state.problems.push(problemAt(at, `${JSON.stringify(ref)} ${target}`));
  return undefined;
}

/** The reference in the bundle to a target. A target in another file becomes a component. */
function referTo(state: BundleState, kind: ObjectKind, { position, content }: ReferenceTarget): string {
  const section = sectionOf(kind);
  if (position.file === state.root || section === undefined) return toRef(position.segments);
  const existing = state.names.of(kind, position);
  if (existing !== undefined) return existing;
  const ref = state.names.give(kind, position);
  const path = segmentsOf(ref) ?? [];
  state.origins.set(ref, position);
  state.added.push([section, path.at(-1) ?? "", copy(state, kind, content, position, path)]);
  return ref;
}

/** Rewrites the references in a discriminator's mapping. Values may also be component names, which stay. */
function withMapping(state: BundleState, schema: JsonObject, from: SourcePosition): JsonObject {
  const { discriminator } = schema;
  if (!isObject(discriminator) || !isObject(discriminator.mapping)) return schema;
  const mapping = Object.entries(discriminator.mapping).map(([value, ref]): [string, Json] => {
    if (typeof ref !== "string" || !isReference(ref)) return [value, ref];
    const at = { file: from.file, segments: [...from.segments, "discriminator", "mapping", value] };
    const target = find(state, ref, at);
    return [value, target ? referTo(state, "schema", target) : ref];
  });
  return { ...schema, discriminator: { ...discriminator, mapping: Object.fromEntries(mapping) } };
}

function withComponents(document: JsonObject, added: BundleState["added"]): JsonObject {
  const components = new Map(Object.entries(objectAt(document, "components")));
  for (const [section, name, content] of added) {
    const entries = components.get(section);
    components.set(section, { ...(isObject(entries) ? entries : {}), [name]: content });
  }
  return added.length === 0 ? document : { ...document, components: Object.fromEntries(components) };
}

function originOf({ root, origins }: BundleState, path: readonly string[]): SourcePosition {
  for (let length = path.length; length > 0; length--) {
    const origin = origins.get(toRef(path.slice(0, length)));
    if (origin) return { file: origin.file, segments: [...origin.segments, ...path.slice(length)] };
  }
  return { file: root, segments: path };
}
