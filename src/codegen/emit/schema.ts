import openapiTS, { astToString, type OpenAPI3, type OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import type { JsonObject } from "../json.ts";
import { ruleSet } from "../load/rules.ts";
import { header } from "./operations.ts";

/** The types of all schemas, made by openapi-typescript. */
export async function schemaText(document: JsonObject): Promise<string> {
  const options: OpenAPITSOptions = {
    redocly: await ruleSet([]),
    silent: true,
    defaultNonNullable: false,
    emptyObjectsUnknown: true,
    transform: (schema) => (schema.format === "binary" ? ts.factory.createTypeReferenceNode("Uint8Array") : undefined),
  };
  const nodes = await openapiTS(toOpenApi(document), options);
  return `${header}\n${astToString(nodes)}`;
}

/** openapi-typescript changes the document it is given, so it gets a copy. */
function toOpenApi(document: JsonObject): OpenAPI3 {
  return JSON.parse(JSON.stringify(document));
}
