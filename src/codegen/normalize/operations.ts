import { isObject, type Json, type JsonObject, objectAt, stringAt, without } from "../json.ts";
import { createNames, isMethodName, operationIdOf, toCamelCase } from "../names.ts";
import { resolve } from "../pointer.ts";
import { methods } from "../shape.ts";

/**
 * Gives every operation an operationId that is an identifier and its own, and puts referenced path items in their place.
 * Ids that are identifiers already stay; links follow those that do not.
 */
export function identifyOperations(document: JsonObject): JsonObject {
  const paths = Object.entries(objectAt(document, "paths"))
    .filter(([path]) => path.startsWith("/"))
    .map(([path, item]): [string, JsonObject] => [path, inlinePathItem(document, item)]);
  const ids = nameOperations(paths);
  const identified = paths.map(([path, item]): [string, JsonObject] => [
    path,
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => {
        const operationId = ids.get(`${key} ${path}`);
        return [key, operationId !== undefined && isObject(value) ? { ...value, operationId } : value];
      }),
    ),
  ]);
  return { ...document, paths: Object.fromEntries(identified) };
}

/** Properties beside a path item's `$ref` go before what it refers to. */
function inlinePathItem(document: JsonObject, item: Json): JsonObject {
  if (!isObject(item)) return {};
  if (typeof item.$ref !== "string") return item;
  const target = resolve(document, item);
  return { ...(isObject(target) ? target : {}), ...without(item, "$ref") };
}

function nameOperations(paths: readonly (readonly [string, JsonObject])[]): ReadonlyMap<string, string> {
  const operations = paths.flatMap(([path, item]) =>
    methods
      .filter((method) => isObject(item[method]))
      .map((method) => {
        const given = stringAt(item[method], "operationId");
        return {
          key: `${method} ${path}`,
          given,
          wanted: given === undefined ? operationIdOf(method, path) : toCamelCase(given),
        };
      }),
  );
  const names = createNames();
  const good = operations.filter(({ given }) => given !== undefined && isMethodName(given));
  const other = operations.filter(({ given }) => given === undefined || !isMethodName(given));
  return new Map([...good, ...other].map(({ key, wanted }) => [key, names.take(wanted)]));
}
