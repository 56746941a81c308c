import { packagedSpec } from "../../src/contract/load-spec.ts";
import type { Spec } from "../../src/contract/spec.ts";

/** The contract that every server under test is checked against. */
export const spec: Spec = await packagedSpec();
