import { isObject, type JsonObject, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { comparePermission, compareSecurity } from "./access.ts";
import { compareAnswers } from "./answers.ts";
import type { Difference } from "./change.ts";
import { compareTold, type Documents, differ, turned } from "./location.ts";
import { compareParameters, type Located } from "./parameters.ts";
import { compareRequestBody } from "./request-body.ts";
import { code } from "./words.ts";

/** Compares the operations of all paths. */
export function compareOperations(documents: Documents): readonly Difference[] {
  return compareItems(documents, "", objectAt(documents.before, "paths"), objectAt(documents.after, "paths"));
}

/** Webhooks are operations that the server asks for and clients answer. */
export function compareWebhooks(documents: Documents): readonly Difference[] {
  const [old, now] = [objectAt(documents.before, "webhooks"), objectAt(documents.after, "webhooks")];
  return compareItems(turned(documents), "webhook ", old, now);
}

/** By method and path, whatever path parameters are called. */
function compareItems(
  documents: Documents,
  prefix: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [operationsOf(documents.before, before), operationsOf(documents.after, after)];
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const [was, is] = [old.get(key), now.get(key)];
    const place = `${prefix}${is?.name ?? was?.name}`;
    if (!was) return differ(place, "the operation", "is new", "compatible", "clients need not use it");
    if (!is) return differ(place, "the operation", "is gone", "breaking", "clients that use it get an error");
    return compareOperation(documents, place, was, is);
  });
}

interface Named extends Located {
  /** `POST /post` */
  readonly name: string;
}

function operationsOf(document: JsonObject, items: JsonObject): ReadonlyMap<string, Named> {
  const operations = Object.entries(items).flatMap(([path, given]) => {
    const item = resolve(document, given);
    if (!isObject(item) || path.startsWith("x-")) return [];
    return methods.flatMap((method): [string, Named][] => {
      const operation = item[method];
      if (!isObject(operation)) return [];
      const key = `${method} ${path.replace(/\{[^}]*\}/g, "{}")}`;
      return [[key, { name: `${method.toUpperCase()} ${path}`, path, item, operation }]];
    });
  });
  return new Map(operations);
}

function compareOperation(documents: Documents, place: string, before: Located, after: Located): readonly Difference[] {
  const [old, now] = [before.operation, after.operation];
  return [
    ...compareSecurity(documents, place, old, now),
    ...comparePermission(place, old, now),
    ...compareParameters(documents, place, before, after),
    ...compareRequestBody(documents, place, old, now),
    ...compareAnswers(documents, place, old, now),
    ...compareCallbacks(documents, place, old, now),
    ...compareIds(place, old, now),
    ...compareTold(place, "the operation", old, now, ["x-permission"]),
  ];
}

function compareCallbacks(
  documents: Documents,
  place: string,
  before: JsonObject,
  after: JsonObject,
): readonly Difference[] {
  const [old, now] = [objectAt(before, "callbacks"), objectAt(after, "callbacks")];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].flatMap((name) => {
    const [was, is] = [resolve(documents.before, old[name]), resolve(documents.after, now[name])];
    const items = [isObject(was) ? was : {}, isObject(is) ? is : {}] as const;
    return compareItems(turned(documents), `${place}, callback ${name}: `, ...items);
  });
}

function compareIds(place: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  const [old, now] = [stringAt(before, "operationId"), stringAt(after, "operationId")];
  if (old === now) return [];
  const predicate = now === undefined ? "has no operationId any more" : `has now the operationId ${code(now)}`;
  return differ(place, "the operation", predicate, "compatible", "it is not sent; only generated code is named by it");
}
