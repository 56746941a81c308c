import { isObject, type Json, type JsonObject, objectAt, stringAt, without } from "../../openapi/json.ts";
import { createNames, isMethodName, operationIdOf, toCamelCase } from "../../openapi/names.ts";
import { resolve } from "../../openapi/pointer.ts";
import { isMethod, rewriteDocument, walk } from "../../openapi/shape.ts";

interface Found {
  readonly path: string;
  readonly method: string;
  readonly writtenId: string | undefined;
}

/**
 * Gives every operation a unique operationId that is an identifier, and inlines referenced path items. Ids that are valid do not
 * change; links to the others are updated.
 */
export function identifyOperations(document: JsonObject): JsonObject {
  const paths = mapValues(objectAt(document, "paths"), (item, path) =>
    path.startsWith("/") ? inlinePathItem(document, item) : item,
  );
  const found = operationsIn(paths);
  const ids = nameOperations(found, otherIds(document));
  const identified = mapValues(paths, (item, path) =>
    isObject(item) ? mapValues(item, (value, method) => withId(value, ids.get(keyOf(path, method)))) : item,
  );
  return redirectLinks({ ...document, paths: identified }, found, ids);
}

/** Properties beside a path item's `$ref` override the properties of its target. */
function inlinePathItem(document: JsonObject, item: Json): Json {
  if (!isObject(item) || typeof item.$ref !== "string") return item;
  const target = resolve(document, item);
  return { ...(isObject(target) ? target : {}), ...without(item, "$ref") };
}

function operationsIn(paths: JsonObject): readonly Found[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(isObject(item) && path.startsWith("/") ? item : {})
      .filter(([method, operation]) => isMethod(method) && isObject(operation))
      .map(([method, operation]) => ({ path, method, writtenId: stringAt(operation, "operationId") })),
  );
}

/** The operationIds of callbacks and webhooks, which must stay unique. */
function otherIds(document: JsonObject): readonly string[] {
  const ids: string[] = [];
  walk(document, (kind, node, path) => {
    const id =
      kind === "operation" && (path[0] !== "paths" || path.length > 3) ? stringAt(node, "operationId") : undefined;
    if (id !== undefined && path[1] !== "pathItems") ids.push(id);
    return true;
  });
  return ids;
}

/** The operationIds by `keyOf(path, method)`. */
function nameOperations(found: readonly Found[], taken: readonly string[]): ReadonlyMap<string, string> {
  const names = createNames(taken);
  const isValid = ({ writtenId }: Found) => writtenId !== undefined && isMethodName(writtenId);
  const ordered = [...found.filter(isValid), ...found.filter((operation) => !isValid(operation))];
  return new Map(
    ordered.map(({ path, method, writtenId }) => [
      keyOf(path, method),
      names.take(writtenId === undefined ? operationIdOf(method, path) : toCamelCase(writtenId)),
    ]),
  );
}

function redirectLinks(document: JsonObject, found: readonly Found[], ids: ReadonlyMap<string, string>): JsonObject {
  const changed = new Map<string, string>();
  for (const { path, method, writtenId } of found) {
    const id = ids.get(keyOf(path, method));
    if (writtenId !== undefined && id !== undefined && !changed.has(writtenId)) changed.set(writtenId, id);
  }
  return rewriteDocument(document, (kind, node) => {
    const target = kind === "link" ? stringAt(node, "operationId") : undefined;
    return target === undefined ? node : withId(node, changed.get(target));
  });
}

function withId(node: Json, operationId: string | undefined): Json {
  return operationId !== undefined && isObject(node) ? { ...node, operationId } : node;
}

function keyOf(path: string, method: string): string {
  return `${method} ${path}`;
}

function mapValues(node: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, change(value, key)]));
}
