import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import { contentOf } from "./content.ts";
import { jsonTypeOf } from "./json-type.ts";
import type { ParameterModel } from "./operation.ts";
import { typeText } from "./type-text.ts";

const styles: Readonly<Record<ParameterModel["in"], string>> = {
  path: "simple",
  query: "form",
  header: "simple",
  cookie: "form",
};

/** Header parameters that are ignored (OpenAPI 3.1.1, section 4.8.12.1). */
const ignoredHeaders = new Set(["accept", "content-type", "authorization"]);

/** The parameters of an operation. They override parameters of its path with the same name and location. */
export function parametersOf(document: JsonObject, item: JsonObject, operation: JsonObject): readonly ParameterModel[] {
  const parameters = new Map<string, ParameterModel>();
  for (const node of [...listAt(item, "parameters"), ...listAt(operation, "parameters")]) {
    const parameter = parameterOf(document, resolve(document, node));
    if (parameter) parameters.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...parameters.values()];
}

function parameterOf(document: JsonObject, node: Json | undefined): ParameterModel | undefined {
  if (!isObject(node)) return undefined;
  const name = stringAt(node, "name");
  const location = locationOf(stringAt(node, "in"));
  if (name === undefined || location === undefined) return undefined;
  if (location === "header" && ignoredHeaders.has(name.toLowerCase())) return undefined;
  const [content] = contentOf(objectAt(node, "content"));
  const style = stringAt(node, "style") ?? styles[location];
  const { type, items } = content ? { type: "unknown", items: undefined } : jsonTypeOf(document, node.schema);
  return {
    name,
    in: location,
    required: location === "path" || node.required === true,
    style,
    explode: typeof node.explode === "boolean" ? node.explode : style === "form",
    type,
    items,
    mediaType: content?.mediaType,
    typeText: content?.typeText ?? typeText(node.schema) ?? "unknown",
  };
}

function locationOf(text: string | undefined): ParameterModel["in"] | undefined {
  return text === "path" || text === "query" || text === "header" || text === "cookie" ? text : undefined;
}
