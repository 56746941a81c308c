import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import { contentOf } from "./content.ts";
import { jsonTypeOf } from "./json-type.ts";
import type { Parameter } from "./operation.ts";
import { typeText } from "./type-text.ts";

const styles: Readonly<Record<Parameter["in"], string>> = {
  path: "simple",
  query: "form",
  header: "simple",
  cookie: "form",
};

/** Headers that OpenAPI describes by other means, and whose parameters it tells to ignore (3.1.1, section 4.8.12.1). */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

/** The parameters of an operation. Its own go before those of its path with the same name and place. */
export function parametersOf(document: JsonObject, item: JsonObject, operation: JsonObject): readonly Parameter[] {
  const given = [...listAt(item, "parameters"), ...listAt(operation, "parameters")];
  const parameters = new Map<string, Parameter>();
  for (const each of given) {
    const parameter = parameterOf(document, resolve(document, each));
    if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...parameters.values()];
}

function parameterOf(document: JsonObject, node: Json | undefined): Parameter | undefined {
  if (!isObject(node)) return undefined;
  const name = stringAt(node, "name");
  const place = placeOf(stringAt(node, "in"));
  if (name === undefined || place === undefined) return undefined;
  if (place === "header" && ignoredHeaders.has(name.toLowerCase())) return undefined;
  const [content] = contentOf(objectAt(node, "content"));
  const style = stringAt(node, "style") ?? styles[place];
  const { type, items } = content ? { type: "unknown", items: undefined } : jsonTypeOf(document, node.schema);
  return {
    name,
    in: place,
    required: place === "path" || node.required === true,
    style,
    explode: typeof node.explode === "boolean" ? node.explode : style === "form",
    type,
    items,
    mediaType: content?.mediaType,
    typeText: content?.typeText ?? typeText(node.schema) ?? "unknown",
  };
}

function placeOf(text: string | undefined): Parameter["in"] | undefined {
  return text === "path" || text === "query" || text === "header" || text === "cookie" ? text : undefined;
}
