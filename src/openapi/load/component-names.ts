import { basename, extname } from "node:path";
import { isObject, type JsonObject, objectAt, stringAt } from "../json.ts";
import { createNames, type Names } from "../names.ts";
import { toRef } from "../pointer.ts";
import { type ObjectKind, sectionOf } from "../shape.ts";
import { findTarget } from "./find.ts";
import type { SourcePosition } from "./position.ts";
import type { Files, SourceFile } from "./read.ts";

/** The components made from parts of other files, as `$ref`s. */
export interface ComponentNames {
  of(kind: ObjectKind, position: SourcePosition): string | undefined;
  give(kind: ObjectKind, position: SourcePosition): string;
}

/** A component that only refers to another file gives its name to the target. */
export function createComponentNames(root: SourceFile, components: JsonObject, files: Files): ComponentNames {
  const refs = new Map<string, string>();
  const taken = new Map<string, Names>();
  const keyOf = (section: string, { file, segments }: SourcePosition) => `${section} ${file.path}${toRef(segments)}`;

  for (const [section, entries] of Object.entries(components)) {
    if (!isObject(entries)) continue;
    taken.set(section, createNames(Object.keys(entries)));
    for (const [name, node] of Object.entries(entries)) {
      const ref = isObject(node) && Object.keys(node).length === 1 ? stringAt(node, "$ref") : undefined;
      const target = ref === undefined ? "" : findTarget(ref, root.path, files);
      if (typeof target === "string" || target.position.file === root) continue;
      const key = keyOf(section, target.position);
      if (!refs.has(key)) refs.set(key, toRef(["components", section, name]));
    }
  }

  return {
    of: (kind, position) => refs.get(keyOf(sectionOf(kind) ?? "", position)),
    give(kind, position) {
      const section = sectionOf(kind) ?? "";
      const names = taken.get(section) ?? createNames(Object.keys(objectAt(components, section)));
      taken.set(section, names);
      const ref = toRef(["components", section, nameFor(position, names)]);
      refs.set(keyOf(section, position), ref);
      return ref;
    },
  };
}

/** The last segment of the pointer; prefixed with the file's name if that is taken. */
function nameFor({ file, segments }: SourcePosition, names: Names): string {
  const base = basename(file.path, extname(file.path));
  const short = segments.at(-1) ?? base;
  return names.take(toComponentName(names.isFree(toComponentName(short)) ? short : `${base}_${short}`));
}

/** Component names consist of letters, digits, `.`, `-` and `_`. */
function toComponentName(name: string): string {
  return name.replace(/[^\w.-]+/g, "_");
}
