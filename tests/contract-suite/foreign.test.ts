import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { createCoverage } from "../../src/contract/coverage/coverage.ts";
import { allRules } from "../../src/contract/rules/registry.ts";
import { type RuleOutcome, startRun } from "../../src/contract/run.ts";
import { runRules } from "../../src/contract/schedule.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { spec } from "../support/spec.ts";

/*
 * The suite against an independent server with some of the operations: it passes the rules about them, and each of its
 * flaws is found by the right rule.
 */

const implemented = new Set([
  "getHealth",
  "checkUserId",
  "signUp",
  "logIn",
  "createPost",
  "listPosts",
  "getPost",
  "deletePost",
]);

const rules = allRules(spec).filter(
  ({ operations }) => operations.length > 0 && operations.every((id) => implemented.has(id)),
);

/** Whether the outcome counts: not if the rule failed at an operation that the server does not have. */
function isApplicable({ violation, recentExchanges = [] }: RuleOutcome): boolean {
  const asked = recentExchanges.find(({ answer }) => answer === violation?.answer)?.operationId;
  return asked === undefined || implemented.has(asked);
}

/** Runs the rules against the server with these flaws. */
async function runRulesAgainst(flaws: string, patterns: RegExp): Promise<RuleOutcome[]> {
  const child = spawn(process.execPath, [join(packageRoot, "tests/contract-suite/foreign/server.js")], {
    env: { PATH: process.env.PATH, FLAWS: flaws },
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [baseUrl]: string[] = await once(createInterface(child.stdout), "line");
    assert.ok(baseUrl);
    const coverage = createCoverage(spec);
    const run = startRun({ baseUrl, spec, seed: 1, effort: "quick", coverage });
    const outcomes = await runRules(
      run,
      rules.filter(({ id }) => patterns.test(id)),
      { workers: 4 },
    );
    return outcomes.filter(isApplicable);
  } finally {
    child.kill();
  }
}

const failed = (outcomes: readonly RuleOutcome[]) =>
  outcomes
    .filter(({ result }) => result === "failed")
    .map(({ rule, violation }) => `${rule.id} blames ${violation?.operationId}: ${violation?.message}`);

test("an independent server passes the rules about its operations", async () => {
  const outcomes = await runRulesAgainst("", /./);
  assert.deepEqual(failed(outcomes), []);
  const passed = outcomes.filter(({ result }) => result === "passed");
  assert.ok(passed.length >= 40, `only ${passed.length} rules passed`);
  for (const id of implemented) {
    assert.ok(
      passed.some(({ rule }) => rule.operations.some((operation) => operation === id)),
      `no rule about ${id} passed`,
    );
  }
});

const flaws: readonly [flaw: string, rule: string, blamed: string][] = [
  ["utf-16-lengths", "accepts/createPost", "createPost"],
  ["any-signature", "permissions/tokens-listPosts", "listPosts"],
  ["missing-is-404", "post/none", "getPost"],
  ["pages-repeat", "pages/link-listPosts", "listPosts"],
  ["hash-served", "account/nullable", "signUp"],
];

for (const [flaw, id, operationId] of flaws) {
  test(`the right rule finds the flaw ${flaw}`, async () => {
    const [outcome] = await runRulesAgainst(flaw, new RegExp(`^${id}$`));
    assert.equal(outcome?.result, "failed");
    assert.equal(outcome.violation?.operationId, operationId);
  });
}
