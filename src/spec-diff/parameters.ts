import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { isEqual } from "./equal.ts";
import { compareTold, type Documents, differ, fromFindings } from "./location.ts";
import { code } from "./words.ts";

/** A path, one of its operations, and what stands beside that for all operations of the path. */
export interface Located {
  readonly path: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

export function compareParameters(
  documents: Documents,
  place: string,
  before: Located,
  after: Located,
): readonly Difference[] {
  const [old, now] = [parametersOf(documents.before, before), parametersOf(documents.after, after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was && is) return compareParameter(documents, place, was, is);
    if (was)
      return differ(place, named(was), "is gone", "breaking", "clients that send it are refused or not understood");
    return is ? added(place, is) : [];
  });
}

/** By kind and name; path parameters by their position, since clients do not send their names. */
function parametersOf(document: JsonObject, { path, item, operation }: Located): ReadonlyMap<string, JsonObject> {
  const slots = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const nodes: readonly Json[] = [...listAt(item, "parameters"), ...listAt(operation, "parameters")];
  return new Map(
    nodes.flatMap((node): [string, JsonObject][] => {
      const parameter = resolve(document, node);
      if (!isObject(parameter)) return [];
      const [kind, name] = [stringAt(parameter, "in") ?? "", stringAt(parameter, "name") ?? ""];
      const key = kind === "path" ? slots.indexOf(name) : kind === "header" ? name.toLowerCase() : name;
      return [[`${kind} ${key}`, parameter]];
    }),
  );
}

function named(parameter: JsonObject): string {
  return `the ${stringAt(parameter, "in")} parameter ${code(stringAt(parameter, "name") ?? "")}`;
}

function added(place: string, parameter: JsonObject): readonly Difference[] {
  return isTrueAt(parameter, "required")
    ? differ(place, named(parameter), "is new and must be sent", "breaking", "clients that do not send it are refused")
    : differ(place, named(parameter), "is new and may be sent", "compatible", "clients need not send it");
}

function compareParameter(
  documents: Documents,
  place: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const subject = named(after);
  return [
    ...compareName(place, before, after),
    ...compareRequired(place, subject, isTrueAt(before, "required"), isTrueAt(after, "required")),
    ...compareForm(place, subject, before, after),
    ...fromFindings(place, subject, documents.request(schemaOf(before), schemaOf(after))),
    ...compareTold(place, subject, before, after),
  ];
}

function compareName(place: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  if (stringAt(before, "in") !== "path" || before.name === after.name) return [];
  const predicate = `is now called ${code(stringAt(after, "name") ?? "")}`;
  return differ(place, named(before), predicate, "compatible", "its name is not sent");
}

export function compareRequired(place: string, subject: string, was: boolean, is: boolean): readonly Difference[] {
  if (was === is) return [];
  return is
    ? differ(place, subject, "must now be sent", "breaking", "clients that leave it out are refused")
    : differ(place, subject, "need no longer be sent", "compatible", "clients may go on sending it");
}

/** How a value is written in a request. */
function compareForm(place: string, subject: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  if (isEqual(formOf(before), formOf(after))) return [];
  return differ(place, subject, "is now written otherwise", "breaking", "what clients send is no longer understood");
}

function formOf(parameter: JsonObject): Json {
  const kind = stringAt(parameter, "in") ?? "";
  const style = stringAt(parameter, "style") ?? (["query", "cookie"].includes(kind) ? "form" : "simple");
  return {
    style,
    explode: parameter.explode ?? style === "form",
    allowReserved: isTrueAt(parameter, "allowReserved"),
    mediaTypes: Object.keys(objectAt(parameter, "content")),
  };
}

function schemaOf(parameter: JsonObject): Json | undefined {
  if (parameter.schema !== undefined) return parameter.schema;
  const [content] = Object.values(objectAt(parameter, "content"));
  return isObject(content) ? content.schema : undefined;
}
