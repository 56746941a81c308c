import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt } from "../../openapi/json.ts";
import { createNames } from "../../openapi/names.ts";
import { resolve } from "../../openapi/pointer.ts";
import { type ObjectKind, rewrite, rewriteDocument } from "../../openapi/shape.ts";
import { reachableFrom, referredSchema, referredSchemas, schemaRef, schemasOf, withSchemas } from "./components.ts";

/**
 * Removes `readOnly` properties from requests and `writeOnly` properties from answers (OpenAPI 3.0.4, section 4.8.24.2). A
 * component in which they differ, and which both use, becomes two: `Name` for answers and `NameRequest` for requests.
 */
export function separateViews(document: JsonObject): JsonObject {
  const schemas = schemasOf(document);
  const differing = schemasThatDiffer(document);
  if (differing.size === 0) return document;

  const next = (name: string) => referredSchemas(schemas[name]);
  const used = usedSchemas(document);
  const inRequests = reachableFrom(used.requests, next);
  const inAnswers = reachableFrom(used.answers, next);
  const names = createNames(Object.keys(schemas));
  const isBoth = (name: string) => differing.has(name) && inRequests.has(name) && inAnswers.has(name);
  const requestNames = new Map(
    Object.keys(schemas)
      .filter(isBoth)
      .map((name) => [name, names.take(`${name}Request`)]),
  );

  const viewed = Object.entries(schemas).flatMap(([name, schema]): [string, Json][] => {
    const requestName = requestNames.get(name);
    const isOnlyInRequests = inRequests.has(name) && !inAnswers.has(name);
    const view: Json = isOnlyInRequests
      ? viewOf(document, schema, "readOnly", requestNames)
      : viewOf(document, schema, "writeOnly");
    return requestName === undefined
      ? [[name, view]]
      : [
          [name, view],
          [requestName, viewOf(document, schema, "readOnly", requestNames)],
        ];
  });
  const rewritten = rewriteDocument(document, (kind, node, path) =>
    isInRequest(kind, path) ? rewrite(kind, node, (_, part) => renamed(part, requestNames)) : node,
  );
  return withSchemas(rewritten, Object.fromEntries(viewed));
}

type AccessKeyword = "readOnly" | "writeOnly";

/** A schema without the properties that have a keyword. */
function viewOf(
  document: JsonObject,
  schema: Json,
  keyword: AccessKeyword,
  newNames: ReadonlyMap<string, string> = new Map(),
): Json {
  return rewrite("schema", schema, (kind, node) => {
    if (kind !== "schema" || !isObject(node)) return node;
    const properties = Object.entries(objectAt(node, "properties"));
    const remaining = properties.filter(([, property]) => !isMarked(document, property, keyword));
    const removedCount = properties.length - remaining.length;
    const required = listAt(node, "required").filter((name) => remaining.some(([key]) => key === name));
    const view = removedCount === 0 ? node : { ...node, properties: Object.fromEntries(remaining), required };
    return renamed(view, newNames);
  });
}

function renamed(node: Json, newNames: ReadonlyMap<string, string>): Json {
  const newName = newNames.get(referredSchema(node) ?? "");
  return newName !== undefined && isObject(node) ? { ...node, $ref: schemaRef(newName) } : node;
}

function schemasThatDiffer(document: JsonObject): ReadonlySet<string> {
  const schemas = schemasOf(document);
  const marked = Object.keys(schemas).filter((name) => hasMarks(document, schemas[name]));
  const users = new Map<string, string[]>();
  for (const [user, schema] of Object.entries(schemas)) {
    for (const used of referredSchemas(schema)) users.set(used, [...(users.get(used) ?? []), user]);
  }
  return reachableFrom(marked, (name) => users.get(name) ?? []);
}

function hasMarks(document: JsonObject, schema: Json | undefined): boolean {
  let found = false;
  rewrite("schema", schema ?? null, (kind, node) => {
    const properties = kind === "schema" ? Object.values(objectAt(node, "properties")) : [];
    found ||= properties.some(
      (property) => isMarked(document, property, "readOnly") || isMarked(document, property, "writeOnly"),
    );
    return node;
  });
  return found;
}

/** The keyword may be in the property, in the target of its `$ref` or in a member of its `allOf`. */
function isMarked(document: JsonObject, property: Json, keyword: AccessKeyword): boolean {
  if (isTrueAt(property, keyword)) return true;
  const target = resolve(document, property);
  const members = listAt(target, "allOf").map((member) => resolve(document, member));
  return [target, ...members].some((schema) => isTrueAt(schema, keyword));
}

function usedSchemas(document: JsonObject): {
  readonly requests: readonly string[];
  readonly answers: readonly string[];
} {
  const requests: string[] = [];
  const answers: string[] = [];
  rewriteDocument(document, (kind, node, path) => {
    if (kind !== "mediaType" && kind !== "parameter" && kind !== "header") return node;
    (isRequestPath(path) ? requests : answers).push(...referredSchemas(node));
    return node;
  });
  return { requests, answers };
}

function isInRequest(kind: ObjectKind, path: readonly string[]): boolean {
  return (kind === "mediaType" || kind === "parameter") && isRequestPath(path);
}

/** Whether a path of the document is within parameters or a request body. */
function isRequestPath([root, section, second, third]: readonly string[]): boolean {
  if (root === "components") return section === "parameters" || section === "requestBodies";
  return second === "parameters" || third === "parameters" || third === "requestBody";
}
