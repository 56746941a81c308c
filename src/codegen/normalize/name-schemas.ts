import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { createNames, toPascalCase } from "../../openapi/names.ts";
import { toRef, valueAt } from "../../openapi/pointer.ts";
import { rewriteDocument } from "../../openapi/shape.ts";
import { typeText } from "../model/type-text.ts";

/**
 * Moves every schema of an operation that is not simple to `components.schemas`, so that generated types can refer to it. Its
 * name consists of the operation and the part of it.
 */
export function nameSchemas(document: JsonObject): JsonObject {
  const schemas = objectAt(objectAt(document, "components"), "schemas");
  const names = createNames(Object.keys(schemas));
  const added: [string, Json][] = [];
  const result = rewriteDocument(document, (kind, node, path) => {
    if (!isObject(node) || (kind !== "mediaType" && kind !== "parameter" && kind !== "header")) return node;
    const isOfEncoding = path.at(-4) === "encoding";
    if (isOfEncoding || node.schema === undefined || typeText(node.schema) !== undefined) return node;
    const name = names.take(toPascalCase(wordsFor(document, path)));
    added.push([name, node.schema]);
    return { ...node, schema: { $ref: toRef(["components", "schemas", name]) } };
  });
  return {
    ...result,
    components: {
      ...objectAt(result, "components"),
      schemas: { ...objectAt(objectAt(result, "components"), "schemas"), ...Object.fromEntries(added) },
    },
  };
}

/** For example `createPost 201 answer`, `createPost body`, `createPost limit parameter` or `NotFound answer`. */
function wordsFor(document: JsonObject, path: readonly string[]): string {
  const [root, first = "", second = "", ...rest] = path;
  const owner =
    root === "components"
      ? second
      : (stringAt(valueAt(document, ["paths", first, second]), "operationId") ?? `${first} item`);
  const part = root === "components" ? [first, ...rest] : second === "parameters" ? [second, ...rest] : rest;
  return `${owner} ${partWords(document, path, part)}`;
}

function partWords(
  document: JsonObject,
  path: readonly string[],
  [part = "", key = "", ...rest]: readonly string[],
): string {
  switch (part) {
    case "requestBody":
    case "requestBodies":
      return "body";
    case "parameters":
      return `${stringAt(valueAt(document, path.slice(0, path.lastIndexOf("parameters") + 2)), "name") ?? ""} parameter`;
    case "responses": {
      const header = rest[0] === "headers" ? ` ${rest[1]} header` : "";
      return `${/^[1-5]|^default/.test(key) ? key : ""}${header || " answer"}`;
    }
    default:
      return part.replace(/s$/, "");
  }
}
