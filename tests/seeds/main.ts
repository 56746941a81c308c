import process from "node:process";
import { parseArgs } from "node:util";
import type { Effort } from "../../src/contract/context.ts";
import { failureLines } from "../../src/contract/report/failure.ts";
import { allRules } from "../../src/contract/rules/registry.ts";
import { type ContractReport, runSuite } from "../../src/contract/runner.ts";
import { startApi } from "../support/api.ts";
import { startPostgres } from "../support/postgres.ts";
import { spec } from "../support/spec.ts";

const combinations = ["node-sqlite", "node-postgres", "deno-sqlite", "deno-postgres"];
const efforts: readonly Effort[] = ["quick", "default", "thorough"];

const help = `Runs the contract suite with many seeds against this project's server. No rule may fail.

  npm run contract:seeds -- [--seeds N] [--first N] [--effort EFFORT] [--combinations LIST]

  --seeds N            how many seeds, 20 by default
  --first N            the first seed, 1 by default; the others follow it
  --effort EFFORT      quick (the default), default or thorough
  --combinations LIST  some of ${combinations.join(",")}

One server serves all seeds of a combination, so that all runs but the first find existing data. TEST_DATABASE_URL names a Postgres
server to use; without it one is started.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    seeds: { type: "string", default: "20" },
    first: { type: "string", default: "1" },
    effort: { type: "string", default: "quick" },
    combinations: { type: "string", default: combinations.join(",") },
  },
});

async function main(): Promise<void> {
  const effort = efforts.find((each) => each === options.effort);
  const chosen = options.combinations.split(",");
  const unknown = chosen.find((each) => !combinations.includes(each));
  if (unknown !== undefined || !effort) throw new Error(`Unknown value ${unknown ?? options.effort}; see --help`);
  const seeds = Array.from({ length: Number(options.seeds) }, (_, index) => Number(options.first) + index);

  const needsPostgres = chosen.some((each) => each.endsWith("postgres")) && !process.env.TEST_DATABASE_URL;
  const ownPostgres = needsPostgres ? await startPostgres() : undefined;
  if (ownPostgres) process.env.TEST_DATABASE_URL = ownPostgres.url;
  let runs = 0;
  let green = 0;
  try {
    console.log(row(["combination", "seed", "", "passed", "of", "coverage", "requests", "seconds"]));
    for (const combination of chosen) {
      for await (const report of holdSeeds(combination, seeds, effort)) {
        runs++;
        if (report.passed) green++;
        print(combination, report);
      }
    }
  } finally {
    await ownPostgres?.stop();
  }
  console.log(`\n${green} of ${runs} runs green`);
  process.exitCode = green === runs && runs > 0 ? 0 : 1;
}

/** One run after another against one server. */
async function* holdSeeds(
  combination: string,
  seeds: readonly number[],
  effort: Effort,
): AsyncGenerator<ContractReport> {
  const [runtime = "", database = ""] = combination.split("-");
  process.env.TEST_RUNTIME = runtime;
  process.env.TEST_DATABASE = database;
  const ends: (() => Promise<void>)[] = [];
  const api = await startApi({ env: { RATE_LIMIT: "1000000" } }, { after: (end) => ends.push(end) });
  try {
    for (const seed of seeds) {
      // An access token lasts 15 minutes, less than many runs.
      const { token: adminToken } = await api.admin();
      const { baseUrl } = api;
      const rules = allRules(spec);
      yield await runSuite({
        baseUrl,
        spec,
        rules,
        seed,
        effort,
        adminToken,
        mayFlood: false,
        workers: 4,
        isFullRun: true,
      });
    }
  } finally {
    for (const end of ends) await end();
  }
}

function print(combination: string, report: ContractReport): void {
  const { seed, outcomes, coverage, requests, seconds, passed } = report;
  const passedRules = outcomes.filter(({ result }) => result === "passed").length;
  const missing = coverage.missing.length;
  const cells = [combination, String(seed), passed ? "green" : "RED", String(passedRules), String(outcomes.length)];
  console.log(row([...cells, missing === 0 ? "all" : `${missing} missing`, String(requests), seconds.toFixed(0)]));
  for (const outcome of outcomes.filter(({ result }) => result === "failed")) {
    console.log(`  ${outcome.rule.id}\n${failureLines(outcome, report)}`);
  }
}

function row(cells: readonly string[]): string {
  const widths = [14, 6, 6, 7, 5, 11, 9, 7];
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(" ")
    .trimEnd();
}

if (options.help) console.log(help);
else await main();
