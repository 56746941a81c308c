import { type JsonObject, without } from "../json.ts";
import { nameSchemas } from "./name-schemas.ts";

/** Rewrites a document for the generation of types: it says the same, in fewer ways. */
export function normalize(document: JsonObject): JsonObject {
  return nameSchemas(without(document, "webhooks"));
}
