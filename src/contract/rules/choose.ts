import type { Rule } from "../rule.ts";
import type { Spec } from "../spec.ts";
import { allRules } from "./registry.ts";

/** The rules whose id, or one of whose operations, matches; all without a pattern. */
export function selectRules(spec: Spec, only?: RegExp): readonly Rule[] {
  const rules = allRules(spec);
  return only === undefined
    ? rules
    : rules.filter(({ id, operations }) => [id, ...operations].some((name) => only.test(name)));
}
