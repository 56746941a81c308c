#!/usr/bin/env node
import { writeFile } from "node:fs/promises";
import process from "node:process";
import { loadSpec, packagedSpec } from "../contract/load-spec.ts";
import { type ContractOptions, contractHelp, type ReporterName, readOptions, UsageError } from "../contract/options.ts";
import { htmlPage } from "../contract/report/html.ts";
import { toJson } from "../contract/report/json.ts";
import { junitXml } from "../contract/report/junit.ts";
import { outcomeLine, type Paint, painter, terminalText } from "../contract/report/terminal.ts";
import { selectRules } from "../contract/rules/registry.ts";
import { type ContractReport, runSuite, UnreachableServerError } from "../contract/runner.ts";
import { DocumentError } from "../openapi/problem.ts";

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === "help") {
    console.log(contractHelp);
    return 0;
  }
  const spec = options.spec === undefined ? await packagedSpec() : await loadSpec(options.spec);
  const rules = selectRules(spec, options.only);
  if (rules.length === 0) throw new UsageError(`No rule has an id or an operation like ${options.only}`);
  const paint = painter(process.stderr.isTTY === true && !process.env.NO_COLOR);
  console.error(`${rules.length} rules, seed ${options.seed}, against ${options.baseUrl}`);
  const report = await runSuite({
    ...options,
    spec,
    rules,
    isFullRun: options.only === undefined,
    onOutcome: (outcome) => console.error(outcomeLine(outcome, paint)),
  });
  await write(report, options);
  return report.passed ? 0 : 1;
}

const texts: Readonly<Record<ReporterName, (report: ContractReport, paint: Paint) => string>> = {
  terminal: (report, paint) => `${terminalText(report, paint)}\n`,
  junit: junitXml,
  html: htmlPage,
  json: (report) => `${JSON.stringify(toJson(report), undefined, 2)}\n`,
};

/** A report for programs or browsers that goes to a file leaves the terminal free for people. */
async function write(report: ContractReport, { output, reporter }: ContractOptions): Promise<void> {
  const paint = painter(process.stdout.isTTY === true && !process.env.NO_COLOR);
  if (output === undefined) {
    process.stdout.write(texts[reporter](report, paint));
    return;
  }
  await writeFile(output, texts[reporter](report, painter(false)));
  if (reporter !== "terminal") process.stdout.write(texts.terminal(report, paint));
}

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected =
    error instanceof UsageError || error instanceof UnreachableServerError || error instanceof DocumentError;
  console.error(isExpected ? error.message : error);
  if (error instanceof UsageError) console.error("See minifb-contract --help");
  process.exitCode = 2;
}
