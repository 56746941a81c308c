import type { JsonObject } from "../../openapi/json.ts";
import { breakCycles } from "./cycles.ts";
import { resolveDiscriminators } from "./discriminators.ts";
import { hoistReferences } from "./hoist.ts";
import { nameSchemas } from "./name-schemas.ts";
import { prune } from "./prune.ts";
import { simplifySchemas } from "./simplify.ts";
import { separateViews } from "./views.ts";

/**
 * Rewrites a document for JSON Schema validators: replaces discriminators, `readOnly` and `writeOnly` by plain schemas and
 * removes cycles of compositions.
 */
export function normalizeForValidation(document: JsonObject): JsonObject {
  return run(document, [hoistReferences, resolveDiscriminators, breakCycles, separateViews]);
}

/** Rewrites a document for the generation of types, to an equivalent one with fewer kinds of constructs. */
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
  return steps.reduce((current, step) => step(current), document);
}
