import { randomInt } from "node:crypto";
import { test } from "node:test";
import { failureLines } from "../../src/contract/report/failure.ts";
import { allRules } from "../../src/contract/rules/registry.ts";
import { startRun } from "../../src/contract/run.ts";
import { schedulePhases } from "../../src/contract/schedule.ts";
import { startApi } from "../support/api.ts";
import { reached } from "../support/coverage-record.ts";
import { spec } from "../support/spec.ts";

/*
 * The contract suite, with each rule as a test. `TEST_SEED` repeats a run.
 */

const api = await startApi({ env: { RATE_LIMIT: "1000000" } });
const { token: adminToken } = await api.admin();
const seed = Number(process.env.TEST_SEED ?? randomInt(2 ** 31));
const { baseUrl } = api;
const run = startRun({ baseUrl, spec, seed, effort: "default", adminToken, coverage: reached });

for (const { name, rules, concurrency } of schedulePhases(allRules(spec), 6)) {
  test(name, { concurrency }, async (t) => {
    await Promise.all(
      rules.map((rule) =>
        t.test(`${rule.id}: ${rule.title}`, async () => {
          const outcome = await run.runRule(rule);
          if (outcome.result === "passed") return;
          throw new Error(failureLines(outcome, { baseUrl, seed, effort: "default", logins: run.logins, adminToken }));
        }),
      ),
    );
  });
}
