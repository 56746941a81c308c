import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import type { Dialect } from "./fault.ts";
import { allFaults } from "./fault-list.ts";
import { describeResult, markdownReport } from "./report.ts";
import { type FaultResult, runFault } from "./run-fault.ts";

const help = `npm run faults [-- OPTIONS]: injects faults into real servers under load and checks what was acknowledged.

  --list            lists the faults
  --only NAME       only faults whose name contains NAME; can be repeated
  --database NAME   only sqlite or postgres
  --seconds N       load before and after each fault (default 3)
  --writes N        continue the load until N writes are acknowledged, at most 60 s (default 0)
  --budget-ms N     longest allowed request (default 15000)
  --recovery-ms N   longest allowed time from the end of a fault to the first write (default 10000)
  --keys            send Idempotency-Key and repeat requests with an unknown outcome
  --out FILE        also write a report in Markdown

Exits with 1 if an invariant was violated.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    list: { type: "boolean", default: false },
    only: { type: "string", multiple: true, default: [] },
    database: { type: "string" },
    seconds: { type: "string", default: "3" },
    writes: { type: "string", default: "0" },
    "budget-ms": { type: "string", default: "15000" },
    "recovery-ms": { type: "string", default: "10000" },
    keys: { type: "boolean", default: false },
    out: { type: "string" },
  },
});

async function main(): Promise<void> {
  const faults = allFaults.filter(
    ({ name }) => values.only.length === 0 || values.only.some((part) => name.includes(part)),
  );
  if (faults.length === 0) throw new Error("No fault has this name; --list lists them");
  const options = {
    seconds: number("seconds", values.seconds),
    writes: number("writes", values.writes),
    budgetMs: number("budget-ms", values["budget-ms"]),
    recoveryMs: number("recovery-ms", values["recovery-ms"]),
    keys: values.keys,
  };
  const results: FaultResult[] = [];
  for (const fault of faults) {
    for (const dialect of fault.dialects.filter(isChosen)) {
      console.log(`${fault.name} ${dialect}: ${fault.title}`);
      const result = await runFault(fault, dialect, options);
      results.push(result);
      console.log(describeResult(result));
      if (values.out !== undefined) await writeFile(values.out, markdownReport(results));
    }
  }
  const violated = results.filter(({ violations }) => violations.length > 0).length;
  console.log(`${results.length} runs, ${violated} with violations`);
  process.exitCode = violated === 0 ? 0 : 1;
}

function isChosen(dialect: Dialect): boolean {
  return values.database === undefined || values.database === dialect;
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isFinite(value) || value < 0) throw new Error(`--${name} must be a number, not ${text}`);
  return value;
}

if (values.help) console.log(help);
else if (values.list) for (const { name, dialects, title } of allFaults) console.log(`${name} (${dialects}): ${title}`);
else await main();
