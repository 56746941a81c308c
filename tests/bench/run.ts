import { execFile } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { promisify } from "node:util";
import { packageRoot } from "../../src/util/package-root.ts";
import { createContext } from "./context.ts";
import { type Cluster, openCluster } from "./database/cluster.ts";
import { wrongCounters } from "./database/invariants.ts";
import { startLoadGenerator } from "./load/generator.ts";
import { apart } from "./measure/pinning.ts";
import { type Bench, measureSeries, type SeriesResult } from "./measure/series.ts";
import { otherNodes } from "./node-releases.ts";
import { measureOpenLoop } from "./open-loop.ts";
import type { Options } from "./options.ts";
import { type PgbenchResult, runPgbench } from "./pgbench.ts";
import { plan } from "./plan.ts";
import { seriesText } from "./report/text.ts";
import type { Results } from "./results.ts";
import { checkSameJson } from "./same-json.ts";

const mostCompared = 40;
const compared = ["list", "list-first", "list-deep", "post", "timeline", "comments", "notifications"] as const;

/** Measures what the options ask for. @param say gets lines on how far it is */
export async function runBench(options: Options, say: (text: string) => void): Promise<Results> {
  const begun = Date.now();
  const cluster = await openCluster();
  const load = startLoadGenerator();
  const backgroundLoad = startLoadGenerator();
  const bench: Bench = { load, backgroundLoad, databasePid: cluster.pid, say };
  const context = await createContext(cluster, options, say);
  const isWanted = (key: string) => options.only?.test(key) ?? true;
  const skipped: string[] = [];
  const series: SeriesResult[] = [];

  /** One that fails does not take the others' figures with it. */
  async function keep(key: string, measure: () => Promise<SeriesResult>): Promise<void> {
    try {
      const result = await measure();
      say(`${seriesText(result)}\n`);
      series.push(result);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      say(`${key} FAILED: ${reason}\n`);
      skipped.push(`${key}: ${reason.split("\n").slice(0, 3).join(" ")}`);
    }
  }

  async function measurePgbench(): Promise<readonly PgbenchResult[]> {
    say("pgbench");
    try {
      const folder = await context.fleet.folder();
      const found = await runPgbench(context.url, options.sizes, options.pace, folder, apart()?.server);
      if (found) return found;
      skipped.push("pgbench is not installed, so the database's own limit is not in this report");
    } catch (error) {
      skipped.push(`pgbench: ${String(error).slice(0, 300)}`);
    }
    return [];
  }

  try {
    const started = await Promise.all([
      context.ours(),
      context.other(),
      ...context.ablations.map((ablation) => context.without(ablation)),
      ...context.contenders.map((name) => context.contender(name)),
    ]);
    const servers = started.filter((server) => server !== undefined);
    const reads = compared.map((name) => context.operations[name]);
    const comparedAnswers = await checkSameJson(servers, reads, Math.min(mostCompared, options.sizes.posts / 200));
    say(`All contenders give the same JSON: ${comparedAnswers} answers compared`);

    const nodes = options.isFull && isWanted("node-releases") ? await otherNodes(skipped, say) : [];
    const planned = plan(options.isFull, nodes).filter(({ key }) => isWanted(key));
    for (const [index, { key, make }] of planned.entries()) {
      say(`${index + 1} of ${planned.length}: ${key}`);
      await keep(key, async () => measureSeries(await make(context), options.pace, bench));
    }
    if (isWanted("open-loop")) await keep("open-loop", () => measureOpenLoop(context, options.pace, bench));
    const pgbench = isWanted("pgbench") ? await measurePgbench() : [];
    const wrong = await wrongCounters(context.url);
    return {
      startedAt: new Date(begun).toISOString(),
      minutes: (Date.now() - begun) / 60_000,
      machine: await describeMachine(cluster),
      sizes: options.sizes,
      pace: options.pace,
      isFull: options.isFull,
      comparedAnswers,
      series,
      pgbench,
      atRest: Object.fromEntries(context.fleet.atRest),
      wrongCounters: wrong,
      skipped,
    };
  } finally {
    load.stop();
    backgroundLoad.stop();
    await context.close();
    await cluster.stop();
  }
}

async function describeMachine(cluster: Cluster): Promise<Results["machine"]> {
  const git = await promisify(execFile)("git", ["describe", "--always", "--dirty"], { cwd: packageRoot }).catch(
    () => undefined,
  );
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: /^PostgreSQL [\d.]+/.exec(cluster.version)?.[0] ?? cluster.version,
    commit: git?.stdout.trim() ?? "unknown",
  };
}
