import type { JsonObject } from "./json.ts";
import { loadDocument } from "./load/document.ts";
import { modelOf } from "./model/model.ts";
import { type RouteData, routesOf } from "./model/routes.ts";
import { normalize } from "./normalize/normalize.ts";
import { identifyOperations } from "./normalize/operations.ts";

/**
 * What a server needs of a document that no code was generated from: the bundled document and its route table.
 * @param path absolute path of a YAML or JSON file
 * @throws DocumentError with every fault that was found
 */
export async function loadRoutes(
  path: string,
): Promise<{ readonly document: JsonObject; readonly routes: readonly RouteData[] }> {
  const { document } = await loadDocument(path);
  const identified = identifyOperations(document);
  return {
    document: identified,
    routes: routesOf(modelOf(normalize(identified), { defaultTag: "Default", reserved: [] })),
  };
}
