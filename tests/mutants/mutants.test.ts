import assert from "node:assert/strict";
import { test } from "node:test";
import { spec } from "../support/spec.ts";
import { mutants } from "./list/all.ts";
import { testMutant } from "./runner.ts";

/*
 * Tests every `MUTANT_STEP`th mutant, by default every third. All of them are tested by
 * `npm run mutants`.
 */
const step = Number(process.env.MUTANT_STEP ?? 3);

test("mutants have unique names and existing operations", () => {
  assert.ok(mutants.length >= 40);
  assert.equal(new Set(mutants.map(({ name }) => name)).size, mutants.length);
  for (const { operations } of mutants) for (const id of operations) spec.operation(id);
});

for (const mutant of mutants.filter((_, index) => index % step === 0)) {
  test(`the suite finds ${mutant.name}: ${mutant.breaks}`, async () => {
    const { found, misattributed } = await testMutant(mutant, { seed: 1, effort: "quick", runsAllRules: false });
    const others = misattributed.map(({ rule, violation }) => `${rule.id} blamed ${violation?.operationId}`);
    assert.ok(found.length > 0, `no rule found it; ${others.join(", ") || "none failed"}`);
  });
}

test("the suite finds nothing in the server without a mutation", async () => {
  const sound = { name: "sound", breaks: "nothing", operations: ["createPost", "getPost", "deletePost"] } as const;
  const { found, misattributed, rules } = await testMutant(sound, { seed: 1, effort: "quick", runsAllRules: false });
  assert.deepEqual(
    [...found, ...misattributed].map(({ rule, violation }) => `${rule.id}: ${violation?.message}`),
    [],
  );
  assert.ok(rules > 10);
});
