import type { JsonObject } from "../openapi/json.ts";
import { loadDocument } from "../openapi/load/document.ts";
import { modelOf } from "./model/model.ts";
import { type RouteData, routesOf } from "./model/routes.ts";
import { normalize, normalizeForValidation } from "./normalize/normalize.ts";
import { identifyOperations } from "./normalize/operations.ts";

/** What a server needs of a document that no code was generated from. */
export interface LoadedRoutes {
  /** Without references to other files, and otherwise as it was written. */
  readonly written: JsonObject;
  /** The same for validators. */
  readonly document: JsonObject;
  readonly routes: readonly RouteData[];
}

/**
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with every fault that was found
 */
export async function loadRoutes(path: string): Promise<LoadedRoutes> {
  const written = identifyOperations((await loadDocument(path)).document);
  const model = modelOf(normalize(written), { defaultTag: "Default", reserved: [] });
  return { written, document: normalizeForValidation(written), routes: routesOf(model) };
}
