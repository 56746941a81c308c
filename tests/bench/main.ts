import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { evaluateGoals } from "./goals.ts";
import { type BenchOptions, help, parseOptions } from "./options.ts";
import { planSeries } from "./plan.ts";
import { profileWorkload } from "./profile/profile.ts";
import { ablationTable } from "./report/ablations.ts";
import { html } from "./report/html.ts";
import { markdown } from "./report/markdown.ts";
import { table } from "./report/text.ts";
import { runBench } from "./run.ts";

async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  if (options.mode === "help") console.log(help);
  else if (options.mode === "list")
    for (const { key } of [...planSeries(options.isFull, []), { key: "open-loop" }, { key: "pgbench" }])
      console.log(key);
  else if (options.profile !== undefined) await profileWorkload(options, options.profile, print);
  else await run(options);
}

async function run(options: BenchOptions): Promise<void> {
  const results = await runBench(options, print);
  const goals = evaluateGoals(results);
  const folder = resolve(options.out);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "results.json"), `${JSON.stringify({ ...results, goals }, undefined, 2)}\n`);
  await writeFile(join(folder, "README.md"), markdown(results, goals));
  await writeFile(join(folder, "index.html"), html(results, goals));
  const rows = goals.map(({ title, target, measured = "not measured", isMet }) => [
    title,
    target,
    measured,
    isMet === undefined ? "" : isMet ? "met" : "NOT MET",
  ]);
  console.log(`${table([["goal", "wanted", "measured", ""], ...rows])}\n`);
  const ablations = ablationTable(results);
  if (ablations.length > 0) console.log(`${table(ablations)}\n`);
  console.log(`${results.minutes.toFixed(1)} minutes; the report is in ${folder}`);
}

function print(text: string): void {
  console.log(text);
}

main().then(
  () => process.exit(),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
