import { isObject, type JsonObject, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { comparePermission, compareSecurity } from "./access.ts";
import { compareAnswers } from "./answers.ts";
import type { Difference } from "./change.ts";
import { compareDocumentation, type Documents, differ, withDirectionsSwapped } from "./location.ts";
import { compareParameters, type PathOperation } from "./parameters.ts";
import { compareRequestBody } from "./request-body.ts";
import { code } from "./words.ts";

/** Compares the operations of all paths. */
export function compareOperations(documents: Documents): readonly Difference[] {
  return compareItems(documents, "", objectAt(documents.before, "paths"), objectAt(documents.after, "paths"));
}

/** Webhooks are operations that the server calls on clients. */
export function compareWebhooks(documents: Documents): readonly Difference[] {
  const [old, now] = [objectAt(documents.before, "webhooks"), objectAt(documents.after, "webhooks")];
  return compareItems(withDirectionsSwapped(documents), "webhook ", old, now);
}

/** Matches operations by method and path. The names of path parameters do not matter. */
function compareItems(
  documents: Documents,
  prefix: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [operationsOf(documents.before, before), operationsOf(documents.after, after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const location = `${prefix}${is?.name ?? was?.name}`;
    if (!was) return differ(location, "the operation", "is new", "compatible", "clients need not use it");
    if (!is) return differ(location, "the operation", "is gone", "breaking", "clients that use it get an error");
    return compareOperation(documents, location, was, is);
  });
}

interface NamedOperation extends PathOperation {
  /** `POST /post` */
  readonly name: string;
}

function operationsOf(document: JsonObject, items: JsonObject): ReadonlyMap<string, NamedOperation> {
  const operations = Object.entries(items).flatMap(([path, given]) => {
    const item = resolve(document, given);
    if (!isObject(item) || path.startsWith("x-")) return [];
    return methods.flatMap((method): [string, NamedOperation][] => {
      const operation = item[method];
      if (!isObject(operation)) return [];
      const key = `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
      return [[key, { name: `${method.toUpperCase()} ${path}`, path, item, operation }]];
    });
  });
  return new Map(operations);
}

function compareOperation(
  documents: Documents,
  location: string,
  before: PathOperation,
  after: PathOperation,
): readonly Difference[] {
  const [old, now] = [before.operation, after.operation];
  return [
    ...compareSecurity(documents, location, old, now),
    ...comparePermission(location, old, now),
    ...compareParameters(documents, location, before, after),
    ...compareRequestBody(documents, location, old, now),
    ...compareAnswers(documents, location, old, now),
    ...compareCallbacks(documents, location, old, now),
    ...compareIds(location, old, now),
    ...compareDocumentation(location, "the operation", old, now, ["x-permission"]),
  ];
}

function compareCallbacks(
  documents: Documents,
  location: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [objectAt(before, "callbacks"), objectAt(after, "callbacks")];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => {
    const [was, is] = [resolve(documents.before, old[name]), resolve(documents.after, now[name])];
    const items = [isObject(was) ? was : {}, isObject(is) ? is : {}] as const;
    return compareItems(withDirectionsSwapped(documents), `${location}, callback ${name}: `, ...items);
  });
}

function compareIds(location: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  const [old, now] = [stringAt(before, "operationId"), stringAt(after, "operationId")];
  if (old === now) return [];
  const predicate = now === undefined ? "has no operationId any more" : `has now the operationId ${code(now)}`;
  return differ(location, "the operation", predicate, "compatible", "it is not sent; only generated code uses it");
}
