import { execFile } from "node:child_process";
import { cpus, totalmem } from "node:os";
import { promisify } from "node:util";
import { packageRoot } from "../../src/util/package-root.ts";
import { compareResponses } from "./compare-responses.ts";
import { createContext } from "./context.ts";
import { type Cluster, openCluster } from "./database/cluster.ts";
import { wrongCounters } from "./database/invariants.ts";
import { startLoadGenerator } from "./load/generator.ts";
import { separateCores } from "./measure/pinning.ts";
import { type Bench, measureSeries, type SeriesResult } from "./measure/series.ts";
import { installNodeReleases } from "./node-releases.ts";
import { measureOpenLoop } from "./open-loop.ts";
import type { BenchOptions } from "./options.ts";
import { type PgbenchResult, runPgbench } from "./pgbench.ts";
import { planSeries } from "./plan.ts";
import { seriesText } from "./report/text.ts";
import type { Results } from "./results.ts";

const maxComparedPerWorkload = 40;
const comparedWorkloads = ["list", "list-first", "list-deep", "post", "timeline", "comments", "notifications"] as const;

/** Runs the benchmark. @param print receives progress messages */
export async function runBench(options: BenchOptions, print: (text: string) => void): Promise<Results> {
  const startedAt = Date.now();
  const cluster = await openCluster();
  const load = startLoadGenerator();
  const backgroundLoad = startLoadGenerator();
  const bench: Bench = { load, backgroundLoad, databasePid: cluster.pid, print };
  const context = await createContext(cluster, options, print);
  const isSelected = (key: string) => options.only?.test(key) ?? true;
  const skipped: string[] = [];
  const series: SeriesResult[] = [];

  /** A series that fails is reported and does not end the run. */
  async function collect(key: string, measure: () => Promise<SeriesResult>): Promise<void> {
    try {
      const result = await measure();
      print(`${seriesText(result)}\n`);
      series.push(result);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      print(`${key} FAILED: ${reason}\n`);
      skipped.push(`${key}: ${reason.split("\n").slice(0, 3).join(" ")}`);
    }
  }

  async function measurePgbench(): Promise<readonly PgbenchResult[]> {
    print("pgbench");
    try {
      const folder = await context.serverPool.temporaryFolder();
      const found = await runPgbench(context.url, options.sizes, options.pace, folder, separateCores()?.server);
      if (found) return found;
      skipped.push("pgbench is not installed, so the database's own limit is not in this report");
    } catch (error) {
      skipped.push(`pgbench: ${String(error).slice(0, 300)}`);
    }
    return [];
  }

  try {
    const started = await Promise.all([
      context.minifb(),
      context.otherCheckout(),
      ...context.ablations.map((ablation) => context.without(ablation)),
      ...context.contenders.map((name) => context.contender(name)),
    ]);
    const servers = started.filter((server) => server !== undefined);
    const reads = comparedWorkloads.map((name) => context.workloads[name]);
    const comparedAnswers = await compareResponses(
      servers,
      reads,
      Math.min(maxComparedPerWorkload, options.sizes.posts / 200),
    );
    print(`All contenders give the same JSON: ${comparedAnswers} responses compared`);

    const nodes = options.isFull && isSelected("node-releases") ? await installNodeReleases(skipped, print) : [];
    const planned = planSeries(options.isFull, nodes).filter(({ key }) => isSelected(key));
    for (const [index, { key, create }] of planned.entries()) {
      print(`${index + 1} of ${planned.length}: ${key}`);
      await collect(key, async () => measureSeries(await create(context), options.pace, bench));
    }
    if (isSelected("open-loop")) await collect("open-loop", () => measureOpenLoop(context, options.pace, bench));
    const pgbench = isSelected("pgbench") ? await measurePgbench() : [];
    const wrong = await wrongCounters(context.url);
    return {
      startedAt: new Date(startedAt).toISOString(),
      minutes: (Date.now() - startedAt) / 60_000,
      machine: await describeMachine(cluster),
      sizes: options.sizes,
      pace: options.pace,
      isFull: options.isFull,
      comparedAnswers,
      series,
      pgbench,
      idleMiB: Object.fromEntries(context.serverPool.idleMiB),
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
