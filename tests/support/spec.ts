import { packagedSpec } from "../../src/contract/load-spec.ts";
import type { Spec } from "../../src/contract/spec.ts";

/** What every server under test is held against. */
export const spec: Spec = await packagedSpec();
