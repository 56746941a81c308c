import { createConfig } from "@redocly/openapi-core";
import {
  astToString,
  type GlobalContext,
  NEVER,
  type OpenAPI3,
  type OpenAPITSOptions,
  resolveRef,
  STRING,
  transformSchema,
  tsRecord,
} from "openapi-typescript";
import ts from "typescript";
import { isObject, type JsonObject } from "../../openapi/json.ts";
import { aliasRecursiveLists } from "./recursive-lists.ts";
import { fileHeader } from "./text.ts";

/** The types of all schemas, made by openapi-typescript. */
export async function schemaText(document: JsonObject): Promise<string> {
  const copy = toOpenApi(document);
  // Its main function would bundle and check the document once more; what it does after that is all that is wanted.
  const nodes = transformSchema(copy, {
    ...options,
    redoc: await createConfig({}),
    injectFooter: [],
    resolve: ($ref) => resolveRef(copy, $ref, { silent: true }),
  });
  return `${fileHeader}\n${astToString(aliasRecursiveLists(document, nodes))}`;
}

const transform: OpenAPITSOptions["transform"] = (schema) => {
  if (!isObject(schema)) return undefined;
  if (schema.format === "binary") return ts.factory.createTypeReferenceNode("Uint8Array");
  const isClosed = schema.type === "object" && schema.additionalProperties === false;
  const isAlone = !["properties", "allOf", "anyOf", "oneOf"].some((key) => key in schema);
  return isClosed && isAlone ? tsRecord(STRING, NEVER) : undefined;
};

const options: Omit<GlobalContext, "redoc" | "injectFooter" | "resolve"> = {
  silent: true,
  emptyObjectsUnknown: true,
  // A default is what the server takes where a client left something out; it does not make an answer complete.
  defaultNonNullable: false,
  // What they mean is written out in the document already.
  discriminators: { objects: {}, refsHandled: [] },
  transform,
  transformProperty: undefined,
  postTransform: undefined,
  additionalProperties: false,
  alphabetize: false,
  arrayLength: false,
  conditionalEnums: false,
  dedupeEnums: false,
  enum: false,
  enumValues: false,
  excludeDeprecated: false,
  exportType: false,
  generatePathParams: false,
  immutable: false,
  makePathsEnum: false,
  pathParamsAsTypes: false,
  propertiesRequiredByDefault: false,
  readWriteMarkers: false,
  rootTypes: false,
  rootTypesKeepCasing: false,
  rootTypesNoSchemaPrefix: false,
};

/** openapi-typescript may change the document it is given, so it gets a copy. */
function toOpenApi(document: JsonObject): OpenAPI3 {
  return JSON.parse(JSON.stringify(document));
}
