import process from "node:process";
import { parseArgs } from "node:util";
import { mutants } from "./list/all.ts";
import { testMutant, type Verdict } from "./runner.ts";
import { titleRow, verdictRow } from "./table.ts";

const help = `Runs the contract suite against servers with one deliberate violation each. The suite must find every violation.

  npm run mutants -- [--full] [--only PATTERN] [--seed N]

  --full          run all rules; by default the rules about the mutated operations run until one finds the mutant
  --only PATTERN  only mutants whose name or operation matches this regular expression
  --seed N        the seed of the generated cases, 1 by default`;

const { values: options } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    only: { type: "string", default: "" },
    seed: { type: "string", default: "1" },
  },
});

async function main(): Promise<void> {
  const only = new RegExp(options.only);
  const chosen = mutants.filter(({ name, operations }) => [name, ...operations].some((text) => only.test(text)));
  const started = performance.now();
  const verdicts: Verdict[] = [];
  console.log(titleRow);
  for (const mutant of chosen) {
    const verdict = await testMutant(mutant, {
      seed: Number(options.seed),
      effort: "quick",
      runsAllRules: options.full,
    });
    verdicts.push(verdict);
    console.log(verdictRow(verdict));
  }
  const survivors = verdicts.filter(({ found }) => found.length === 0);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`\n${verdicts.length - survivors.length} of ${verdicts.length} found in ${seconds} s`);
  for (const { mutant, misattributed } of survivors) {
    console.log(`\n${mutant.name} survived: ${mutant.breaks}`);
    for (const { rule, violation } of misattributed) {
      console.log(`  ${rule.id} blamed ${violation?.operationId}: ${violation?.message.split("\n")[0]}`);
    }
  }
  process.exitCode = survivors.length === 0 && verdicts.length > 0 ? 0 : 1;
}

if (options.help) console.log(help);
else await main();
