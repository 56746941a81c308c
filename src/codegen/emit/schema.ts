import { createConfig } from "@redocly/openapi-core";
import openapiTS, {
  astToString,
  NEVER,
  type OpenAPI3,
  type OpenAPITSOptions,
  STRING,
  tsRecord,
} from "openapi-typescript";
import ts from "typescript";
import { isObject, type JsonObject } from "../json.ts";
import { header } from "./operations.ts";
import { aliasRecursiveLists } from "./recursive-lists.ts";

/** The types of all schemas, made by openapi-typescript. */
export async function schemaText(document: JsonObject): Promise<string> {
  const nodes = await openapiTS(toOpenApi(document), { ...options, redocly: await createConfig({}) });
  return `${header}\n${astToString(aliasRecursiveLists(document, nodes))}`;
}

const options: OpenAPITSOptions = {
  silent: true,
  // A default is what the server takes where a client left something out; it does not make an answer complete.
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  transform(schema) {
    if (!isObject(schema)) return undefined;
    if (schema.format === "binary") return ts.factory.createTypeReferenceNode("Uint8Array");
    const isClosed = schema.type === "object" && schema.additionalProperties === false;
    const isAlone = !["properties", "allOf", "anyOf", "oneOf"].some((key) => key in schema);
    return isClosed && isAlone ? tsRecord(STRING, NEVER) : undefined;
  },
};

/** openapi-typescript changes the document it is given, so it gets a copy. */
function toOpenApi(document: JsonObject): OpenAPI3 {
  return JSON.parse(JSON.stringify(document));
}
