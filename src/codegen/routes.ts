import type { JsonObject } from "../openapi/json.ts";
import { loadDocument } from "../openapi/load/document.ts";
import { modelOf } from "./model/model.ts";
import type { ApiModel } from "./model/operation.ts";
import { type RouteData, routesOf } from "./model/routes.ts";
import { normalize, normalizeForValidation } from "./normalize/normalize.ts";
import { identifyOperations } from "./normalize/operations.ts";

/** The routes of a document for which no code was generated, as the mock needs them. */
export interface LoadedRoutes {
  /** The bundled document with operationIds, otherwise unchanged. */
  readonly written: JsonObject;
  /** The document for validators: see `normalizeForValidation`. */
  readonly document: JsonObject;
  readonly routes: readonly RouteData[];
}

/**
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with all problems
 */
export async function loadRoutes(path: string): Promise<LoadedRoutes> {
  const { written, model } = await load(path);
  return { written, document: normalizeForValidation(written), routes: routesOf(model) };
}

/**
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with all problems
 */
export async function loadModel(path: string): Promise<ApiModel> {
  return (await load(path)).model;
}

async function load(path: string): Promise<{ readonly written: JsonObject; readonly model: ApiModel }> {
  const written = identifyOperations((await loadDocument(path)).document);
  return { written, model: modelOf(normalize(written), { defaultTag: "Default", reserved: [] }) };
}
