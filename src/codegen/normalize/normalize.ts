import type { JsonObject } from "../../openapi/json.ts";
import { breakCycles } from "./cycles.ts";
import { resolveDiscriminators } from "./discriminators.ts";
import { hoistReferences } from "./hoist.ts";
import { nameSchemas } from "./name-schemas.ts";
import { prune } from "./prune.ts";
import { simplifySchemas } from "./simplify.ts";
import { separateViews } from "./views.ts";

/**
 * Rewrites a document for validators, which know JSON Schema alone: what discriminators, `readOnly` and `writeOnly` mean is
 * written out, and what would contain itself for ever does not.
 */
export function normalizeForValidation(document: JsonObject): JsonObject {
  return run(document, [hoistReferences, resolveDiscriminators, breakCycles, separateViews]);
}

/** Rewrites a document for the generation of types: it says the same, in fewer ways. */
export function normalize(document: JsonObject): JsonObject {
  return run(document, [
    hoistReferences,
    prune,
    simplifySchemas,
    nameSchemas,
    resolveDiscriminators,
    breakCycles,
    separateViews,
  ]);
}

function run(document: JsonObject, steps: readonly ((document: JsonObject) => JsonObject)[]): JsonObject {
  return steps.reduce((given, step) => step(given), document);
}
