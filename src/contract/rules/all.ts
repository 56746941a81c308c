import type { Rule } from "../rule.ts";
import type { Spec } from "../spec.ts";
import { systemRules } from "./system.ts";

const rooms: readonly (readonly Rule[] | ((spec: Spec) => readonly Rule[]))[] = [systemRules];

/** Every rule of the suite for this spec. */
export function allRules(spec: Spec): readonly Rule[] {
  const rules = rooms.flatMap((room) => (typeof room === "function" ? room(spec) : room));
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`There are two rules ${twice}`);
  return rules;
}
