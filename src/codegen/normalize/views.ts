import { isObject, isTrueAt, type Json, type JsonObject, listAt, objectAt } from "../../openapi/json.ts";
import { createNames } from "../../openapi/names.ts";
import { resolve } from "../../openapi/pointer.ts";
import { type Kind, rewrite, rewriteDocument } from "../../openapi/shape.ts";
import { reachable, referredSchema, referredSchemas, schemaRef, schemasOf, withSchemas } from "./components.ts";

/**
 * A request does not hold what is `readOnly`, an answer not what is `writeOnly` (OpenAPI 3.0.4, section 4.8.24.2). A
 * component of which both are made becomes two: itself as it is answered, and `...Request` as it is asked with.
 */
export function separateViews(document: JsonObject): JsonObject {
  const schemas = schemasOf(document);
  const differing = schemasThatDiffer(document);
  if (differing.size === 0) return document;

  const next = (name: string) => referredSchemas(schemas[name]);
  const used = usedSchemas(document);
  const asked = reachable(used.asked, next);
  const answered = reachable(used.answered, next);
  const names = createNames(Object.keys(schemas));
  const isBoth = (name: string) => differing.has(name) && asked.has(name) && answered.has(name);
  const requestNames = new Map(
    Object.keys(schemas)
      .filter(isBoth)
      .map((name) => [name, names.take(`${name}Request`)]),
  );

  const viewed = Object.entries(schemas).flatMap(([name, schema]): [string, Json][] => {
    const requestName = requestNames.get(name);
    const isOnlyAsked = asked.has(name) && !answered.has(name);
    const own: Json = isOnlyAsked
      ? viewOf(document, schema, "readOnly", requestNames)
      : viewOf(document, schema, "writeOnly");
    return requestName === undefined
      ? [[name, own]]
      : [
          [name, own],
          [requestName, viewOf(document, schema, "readOnly", requestNames)],
        ];
  });
  const rewritten = rewriteDocument(document, (kind, node, path) =>
    isAsked(kind, path) ? rewrite(kind, node, (_, part) => renamed(part, requestNames)) : node,
  );
  return withSchemas(rewritten, Object.fromEntries(viewed));
}

type Mark = "readOnly" | "writeOnly";

/** A schema without the properties that have a mark. */
function viewOf(
  document: JsonObject,
  schema: Json,
  mark: Mark,
  newNames: ReadonlyMap<string, string> = new Map(),
): Json {
  return rewrite("schema", schema, (kind, node) => {
    if (kind !== "schema" || !isObject(node)) return node;
    const properties = Object.entries(objectAt(node, "properties"));
    const kept = properties.filter(([, property]) => !isMarked(document, property, mark));
    const gone = properties.length - kept.length;
    const required = listAt(node, "required").filter((name) => kept.some(([key]) => key === name));
    const view = gone === 0 ? node : { ...node, properties: Object.fromEntries(kept), required };
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
  return reachable(marked, (name) => users.get(name) ?? []);
}

function hasMarks(document: JsonObject, schema: Json | undefined): boolean {
  let found = false;
  rewrite("schema", schema ?? null, (kind, node) => {
    const properties = kind === "schema" ? Object.values(objectAt(node, "properties")) : [];
    found ||= properties.some((each) => isMarked(document, each, "readOnly") || isMarked(document, each, "writeOnly"));
    return node;
  });
  return found;
}

/** A mark counts on a property, on what that refers to, and on what it is composed of. */
function isMarked(document: JsonObject, property: Json, mark: Mark): boolean {
  if (isTrueAt(property, mark)) return true;
  const meant = resolve(document, property);
  return isTrueAt(meant, mark) || listAt(meant, "allOf").some((member) => isTrueAt(resolve(document, member), mark));
}

function usedSchemas(document: JsonObject): {
  readonly asked: readonly string[];
  readonly answered: readonly string[];
} {
  const asked: string[] = [];
  const answered: string[] = [];
  rewriteDocument(document, (kind, node, path) => {
    if (kind !== "mediaType" && kind !== "parameter" && kind !== "header") return node;
    (isAskedPath(path) ? asked : answered).push(...referredSchemas(node));
    return node;
  });
  return { asked, answered };
}

function isAsked(kind: Kind, path: readonly string[]): boolean {
  return (kind === "mediaType" || kind === "parameter") && isAskedPath(path);
}

/** Whether a path leads into parameters or a request body, of an operation, of a path or among the components. */
function isAskedPath([root, section, second, third]: readonly string[]): boolean {
  if (root === "components") return section === "parameters" || section === "requestBodies";
  return second === "parameters" || third === "parameters" || third === "requestBody";
}
