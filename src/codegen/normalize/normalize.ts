import type { JsonObject } from "../json.ts";
import { breakCycles } from "./cycles.ts";
import { resolveDiscriminators } from "./discriminators.ts";
import { hoistReferences } from "./hoist.ts";
import { nameSchemas } from "./name-schemas.ts";
import { prune } from "./prune.ts";
import { simplifySchemas } from "./simplify.ts";
import { separateViews } from "./views.ts";

/** Rewrites a document for the generation of types: it says the same, in fewer ways. */
export function normalize(document: JsonObject): JsonObject {
  const steps = [
    hoistReferences,
    prune,
    simplifySchemas,
    nameSchemas,
    resolveDiscriminators,
    breakCycles,
    separateViews,
  ];
  return steps.reduce((given, step) => step(given), document);
}
