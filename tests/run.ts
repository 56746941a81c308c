import { rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { packageRoot } from "../src/util/package-root.ts";
import { checkCoverage } from "./contract/coverage.ts";
import { checkHandlerCoverage } from "./support/handler-coverage.ts";
import { startPostgres } from "./support/postgres.ts";
import { findTests } from "./support/test-files.ts";
import { runTestFile } from "./support/test-process.ts";

const combinations = ["node-sqlite", "node-postgres", "deno-sqlite", "deno-postgres"];

const help = `Runs all tests: those of the parts once, then the contract suite for each combination of runtime and database.

  npm test -- [--only PATTERN] [--combinations LIST] [--skip-parts]

  --only PATTERN        only files whose path matches this regular expression; coverage is then not checked
  --combinations LIST   some of ${combinations.join(",")}
  --skip-parts          only the contract suite

TEST_DATABASE_URL names a Postgres server to use; without it one is started.`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    only: { type: "string" },
    combinations: { type: "string", default: combinations.join(",") },
    "skip-parts": { type: "boolean", default: false },
  },
});

const totals = { passed: 0, failed: 0 };
const failures: string[] = [];
const coverageRoot = join(packageRoot, "coverage");
const serverCoverage = join(coverageRoot, "servers");

async function main(): Promise<void> {
  const started = performance.now();
  const chosen = chooseCombinations(options.combinations);
  const only = options.only === undefined ? undefined : new RegExp(options.only);
  const tests = await findTests(import.meta.url, only);
  await rm(coverageRoot, { recursive: true, force: true });

  const ownPostgres = process.env.TEST_DATABASE_URL ? undefined : await startPostgres();
  if (ownPostgres) process.env.TEST_DATABASE_URL = ownPostgres.url;
  try {
    if (!options["skip-parts"]) await runAll("parts", tests.parts, {});
    for (const combination of chosen) await runContract(combination, tests.contract, only === undefined);
  } finally {
    await ownPostgres?.stop();
  }
  if (only === undefined && chosen.some((combination) => combination.startsWith("node"))) {
    count("handlers' coverage", await checkHandlerCoverage(serverCoverage));
  }

  for (const failure of failures) console.log(`\n${failure}`);
  const minutes = (performance.now() - started) / 60_000;
  console.log(`\n${minutes.toFixed(1)} minutes\n${totals.passed} passed, ${totals.failed} failed`);
  process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;
}

function chooseCombinations(list: string): string[] {
  const chosen = list.split(",").filter((name) => name !== "");
  const unknown = chosen.find((name) => !combinations.includes(name));
  if (unknown !== undefined) throw new Error(`${unknown} is none of ${combinations.join(", ")}`);
  return chosen;
}

/** The contract suite on one combination and, where all of it ran, its matrix. */
async function runContract(combination: string, files: readonly string[], judged: boolean): Promise<void> {
  const [runtime = "", database = ""] = combination.split("-");
  const folder = join(coverageRoot, combination);
  await runAll(combination, files, {
    TEST_RUNTIME: runtime,
    TEST_DATABASE: database,
    COVERAGE_DIR: folder,
    ...(runtime === "node" ? { SERVER_COVERAGE_DIR: serverCoverage } : {}),
  });
  if (!judged) return;
  const { matrix, ...judgement } = checkCoverage(folder);
  console.log(`\n${combination}\n${matrix}\n`);
  count(`${combination}: coverage`, judgement);
  console.log("");
}

/** As many files at once as there are processors, up to two: each has a server, and some have a Postgres and a browser. */
async function runAll(title: string, files: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const waiting = [...files];
  const work = async () => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      const { passed, failed, seconds, report } = await runTestFile(file, env);
      const name = `${title}: ${relative(join(packageRoot, "dist/tests"), file)}`;
      totals.passed += passed;
      totals.failed += failed;
      if (failed > 0) failures.push(`${name}\n${report}`);
      console.log(`${failed > 0 ? "FAILED " : ""}${name}  ${passed} passed, ${failed} failed  ${seconds.toFixed(1)} s`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(2, cpus().length) }, work));
}

/** A check that is no test file counts as one test. */
function count(name: string, { passed, report }: { readonly passed: boolean; readonly report: string }): void {
  totals[passed ? "passed" : "failed"]++;
  if (!passed) failures.push(`${name}\n${report}`);
  console.log(`${passed ? "" : "FAILED "}${name}: ${report}`);
}

if (options.help) console.log(help);
else await main();
