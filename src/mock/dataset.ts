import { isObject, type Json, type JsonObject, listAt, objectAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { methods } from "../openapi/shape.ts";
import { type Collection, fillPath, findCollections, itemPathOf, type MockOperation } from "./collections.ts";
import { mentionedResources } from "./mentions.ts";
import { createStore, type Store } from "./store.ts";

/** The resources of a document's examples, by collection. */
export interface Dataset {
  readonly store: Store;
  readonly collections: readonly Collection[];
  /** The collection that stores the resources which this one lists; usually the same. */
  readonly originOf: (collection: Collection) => Collection;
  /** Whether the examples of a collection are sorted newest first. */
  readonly isNewestFirst: (collection: Collection) => boolean;
  /** The next unused numeric id. */
  readonly nextId: (collection: Collection) => number;
  /** The collections of the resources that a path contains, outermost first. */
  readonly collectionsAlong: (path: string) => readonly Collection[];
  /** A resource as it is in the examples. */
  readonly seededResource: (collection: Collection, id: Json) => JsonObject | undefined;
}

export function createDataset(document: JsonObject, operations: readonly MockOperation[]): Dataset {
  const collections = findCollections(operations);
  const store = createStore();
  const seeds = new Map<Collection, readonly JsonObject[]>();
  const highestIds = new Map<Collection, number>();
  const newestFirst = new Set<Collection>();
  const origins = collections.filter(({ path, isOrigin }) => isOrigin && !path.includes("{"));
  const originOf = (collection: Collection) =>
    collection.isOrigin ? collection : (origins.find(({ kind }) => kind === collection.kind) ?? collection);
  const collectionsAlong = (path: string) =>
    collections.filter((each) => each.parameter !== undefined && `${path}/`.startsWith(`${itemPathOf(each)}/`));

  function seed(collection: Collection): void {
    const resources = exampleResources(operations, collection);
    seeds.set(collection, resources);
    const origin = originOf(collection);
    const collectionPath = fillPath(origin.path, exampleIds(origin.path));
    const at = fillPath(collection.path, exampleIds(collection.path));
    if (isDescending(resources.map((resource) => orderOf(collection, resource)))) newestFirst.add(collection);
    for (const resource of resources) {
      const id = resource[collection.idName];
      if (id === undefined || collectionPath === undefined || at === undefined) continue;
      store.seed(collectionPath, id, resource, at);
      if (typeof id === "number") highestIds.set(origin, Math.max(highestIds.get(origin) ?? 0, id));
    }
  }

  /** Example values for the parameters of a path. Ids of seeded resources take precedence. */
  function exampleIds(path: string): JsonObject {
    const ids = new Map(Object.entries(parameterExamples(document, path)));
    for (const { path: within, parameter = "", idName } of collectionsAlong(path)) {
      const collectionPath = fillPath(within, Object.fromEntries(ids)) ?? "";
      const known = store.list(collectionPath, undefined, false).map((resource) => resource[idName]);
      const id = known.find((one) => one === ids.get(parameter)) ?? known[0];
      if (id !== undefined) ids.set(parameter, id);
    }
    return Object.fromEntries(ids);
  }

  for (const collection of [...collections].sort((a, b) => a.path.length - b.path.length)) seed(collection);
  for (const origin of origins) {
    const [whole = {}] = seeds.get(origin) ?? [];
    const examples = operations.map(({ success }) => success.body);
    for (const resource of mentionedResources(examples, origin, whole)) {
      const id = resource[origin.idName];
      if (id !== undefined && !store.get(origin.path, id)) store.seed(origin.path, id, resource, undefined);
    }
  }
  return {
    store,
    collections,
    originOf,
    isNewestFirst: (collection) => newestFirst.has(collection),
    nextId(collection) {
      const id = (highestIds.get(collection) ?? 0) + 1;
      highestIds.set(collection, id);
      return id;
    },
    collectionsAlong,
    seededResource: (collection, id) => seeds.get(collection)?.find((resource) => resource[collection.idName] === id),
  };
}

/** The resources in the example of the list operation, otherwise of the read operation, otherwise of the create operation. */
function exampleResources(operations: readonly MockOperation[], collection: Collection): readonly JsonObject[] {
  const at = (method: string, path: string) =>
    operations.find(({ route }) => route.method === method && route.path === path);
  const list = at("GET", collection.path);
  if (list?.shape?.isList) return itemsOf(list.success.body, list.shape.at);
  const read = collection.parameter === undefined ? undefined : at("GET", itemPathOf(collection));
  return [(read ?? at("POST", collection.path))?.success.body].filter(isObject);
}

/** The resources in the body of a list answer. */
export function itemsOf(body: Json | undefined, at: string | undefined): readonly JsonObject[] {
  const items = at === undefined ? body : isObject(body) ? body[at] : undefined;
  return Array.isArray(items) ? items.filter(isObject) : [];
}

/** The examples of the parameters in a path, from this path and all paths below it. */
function parameterExamples(document: JsonObject, path: string): JsonObject {
  const items = Object.entries(objectAt(document, "paths")).filter(([each]) => `${each}/`.startsWith(`${path}/`));
  const holders = items.flatMap(([, item]) => [item, ...methods.map((method) => objectAt(item, method))]);
  const parameters = holders.flatMap((holder) => listAt(holder, "parameters")).map((each) => resolve(document, each));
  const examples = parameters.filter(isObject).flatMap((parameter): [string, Json][] => {
    const schema = resolve(document, parameter.schema);
    const example = parameter.example ?? (isObject(schema) ? schema.example : undefined);
    return parameter.in === "path" && example !== undefined ? [[String(parameter.name), example]] : [];
  });
  return Object.fromEntries(examples);
}

/** A number to order resources by age: a numeric id, otherwise the first timestamp. */
function orderOf({ idName }: Collection, resource: JsonObject): number {
  const id = resource[idName];
  if (typeof id === "number") return id;
  const time = Object.values(resource).find((value) => typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value));
  return Date.parse(String(time));
}

function isDescending(numbers: readonly number[]): boolean {
  return numbers.length > 1 && numbers.every((number, index) => index === 0 || number < (numbers[index - 1] ?? 0));
}
