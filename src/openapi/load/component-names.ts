import { basename, extname } from "node:path";
import { isObject, type JsonObject, objectAt, stringAt } from "../json.ts";
import { createNames, type Names } from "../names.ts";
import { toRef } from "../pointer.ts";
import { type Kind, sectionOf } from "../shape.ts";
import { findTarget } from "./find.ts";
import type { SourcePosition } from "./position.ts";
import type { Files, SourceFile } from "./read.ts";

/** The components that stand for parts of other files, as references. */
export interface ComponentNames {
  of(kind: Kind, place: SourcePosition): string | undefined;
  give(kind: Kind, place: SourcePosition): string;
}

/** A component of the document that is nothing but a reference to another file lends its name to what it refers to. */
export function createComponentNames(root: SourceFile, components: JsonObject, files: Files): ComponentNames {
  const known = new Map<string, string>();
  const taken = new Map<string, Names>();
  const keyOf = (section: string, { file, segments }: SourcePosition) => `${section} ${file.path}${toRef(segments)}`;

  for (const [section, entries] of Object.entries(components)) {
    if (!isObject(entries)) continue;
    taken.set(section, createNames(Object.keys(entries)));
    for (const [name, node] of Object.entries(entries)) {
      const ref = isObject(node) && Object.keys(node).length === 1 ? stringAt(node, "$ref") : undefined;
      const target = ref === undefined ? "" : findTarget(ref, root.path, files);
      if (typeof target === "string" || target.place.file === root) continue;
      const key = keyOf(section, target.place);
      if (!known.has(key)) known.set(key, toRef(["components", section, name]));
    }
  }

  return {
    of: (kind, place) => known.get(keyOf(sectionOf(kind) ?? "", place)),
    give(kind, place) {
      const section = sectionOf(kind) ?? "";
      const names = taken.get(section) ?? createNames(Object.keys(objectAt(components, section)));
      taken.set(section, names);
      const ref = toRef(["components", section, nameFor(place, names)]);
      known.set(keyOf(section, place), ref);
      return ref;
    },
  };
}

/** The last part of its pointer, if that is taken with the file's name before it. */
function nameFor({ file, segments }: SourcePosition, names: Names): string {
  const base = basename(file.path, extname(file.path));
  const short = segments.at(-1) ?? base;
  return names.take(allowed(names.isFree(allowed(short)) ? short : `${base}_${short}`));
}

/** Components may be called by letters, digits, `.`, `-` and `_` only. */
function allowed(name: string): string {
  return name.replace(/[^\w.-]+/g, "_");
}
