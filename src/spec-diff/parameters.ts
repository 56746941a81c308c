import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { isEqual } from "./equal.ts";
import { compareDocumentation, type Documents, differ, fromFindings } from "./location.ts";
import { code } from "./words.ts";

/** An operation with its path and its path item, which may hold parameters for all operations of the path. */
export interface PathOperation {
  readonly path: string;
  readonly item: JsonObject;
  readonly operation: JsonObject;
}

export function compareParameters(
  documents: Documents,
  location: string,
  before: PathOperation,
  after: PathOperation,
): readonly Difference[] {
  const [old, now] = [parametersOf(documents.before, before), parametersOf(documents.after, after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    if (was && is) return compareParameter(documents, location, was, is);
    if (was)
      return differ(location, named(was), "is gone", "breaking", "clients that send it are refused or not understood");
    return is ? added(location, is) : [];
  });
}

/** Keys are location and name. Path parameters have their position instead, because clients do not send their names. */
function parametersOf(document: JsonObject, { path, item, operation }: PathOperation): ReadonlyMap<string, JsonObject> {
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

function added(location: string, parameter: JsonObject): readonly Difference[] {
  return isTrueAt(parameter, "required")
    ? differ(
        location,
        named(parameter),
        "is new and must be sent",
        "breaking",
        "clients that do not send it are refused",
      )
    : differ(location, named(parameter), "is new and may be sent", "compatible", "clients need not send it");
}

function compareParameter(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const subject = named(after);
  return [
    ...compareName(location, before, after),
    ...compareRequired(location, subject, isTrueAt(before, "required"), isTrueAt(after, "required")),
    ...compareSerialization(location, subject, before, after),
    ...fromFindings(location, subject, documents.request(schemaOf(before), schemaOf(after))),
    ...compareDocumentation(location, subject, before, after),
  ];
}

function compareName(location: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  if (stringAt(before, "in") !== "path" || before.name === after.name) return [];
  const predicate = `is now called ${code(stringAt(after, "name") ?? "")}`;
  return differ(location, named(before), predicate, "compatible", "its name is not sent");
}

export function compareRequired(location: string, subject: string, was: boolean, is: boolean): readonly Difference[] {
  if (was === is) return [];
  return is
    ? differ(location, subject, "must now be sent", "breaking", "clients that leave it out are refused")
    : differ(location, subject, "need no longer be sent", "compatible", "clients may go on sending it");
}

/** Compares `style`, `explode`, `allowReserved` and the media types of `content`. */
function compareSerialization(
  location: string,
  subject: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  if (isEqual(serializationOf(before), serializationOf(after))) return [];
  return differ(
    location,
    subject,
    "is now serialized differently",
    "breaking",
    "what clients send is no longer understood",
  );
}

function serializationOf(parameter: JsonObject): Json {
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
