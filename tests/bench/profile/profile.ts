import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createContext } from "../context.ts";
import { openCluster } from "../database/cluster.ts";
import { startLoadGenerator } from "../load/generator.ts";
import { pin, separateCores } from "../measure/pinning.ts";
import { measureRound } from "../measure/round.ts";
import type { BenchOptions } from "../options.ts";
import { number, table } from "../report/text.ts";
import { startServer } from "../servers.ts";
import type { WorkloadName } from "../workloads.ts";
import { type Cost, summarizeProfile } from "./cpu-profile.ts";

const connections = 32;
const sampleIntervalUs = 200;
const maxRows = 30;

/** Writes a CPU profile of minifb under one workload, and prints the functions that took most time. */
export async function profileWorkload(
  options: BenchOptions,
  name: string,
  print: (text: string) => void,
): Promise<void> {
  const cluster = await openCluster();
  const load = startLoadGenerator();
  const context = await createContext(cluster, options, print);
  try {
    if (!isWorkload(name, context.workloads)) {
      throw new Error(`--profile must be one of ${Object.keys(context.workloads).join(", ")}`);
    }
    const folder = resolve(options.out, `profile-${name}`);
    await mkdir(folder, { recursive: true });
    const existingFiles = new Set(await readdir(folder));
    const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${sampleIntervalUs}`];
    const server = await startServer(await context.minifbProgram(flags));
    const layout = separateCores();
    if (layout) {
      await pin(server.pid, layout.server);
      for (const pid of [load.pid, cluster.pid]) await pin(pid, layout.rest);
    }
    const pool = context.workloads[name].requests;
    const { warmUpSeconds, seconds } = options.pace;
    let from = 0;
    const onMeasuring = () => {
      from = microseconds();
    };
    const job = { pool, connections, warmUpSeconds: 2 * warmUpSeconds, seconds: 2 * seconds, seed: 1 };
    const round = await measureRound({ server, job, load, databasePid: cluster.pid, onMeasuring });
    const to = microseconds();
    await server.stop();
    const files = (await readdir(folder)).filter((file) => !existingFiles.has(file));
    const profileFile = files.toSorted()[0];
    if (profileFile === undefined) throw new Error(`Node wrote no profile in ${folder}`);

    const summary = await summarizeProfile(join(folder, profileFile), from, to);
    const rows = (costs: readonly Cost[]) =>
      table(
        [
          ["share", "us per request", ""],
          ...costs
            .slice(0, maxRows)
            .map((cost) => [
              `${number((100 * cost.microseconds) / summary.microseconds, 1)} %`,
              number(cost.microseconds / Math.max(1, round.answered), 1),
              cost.name,
            ]),
        ].map(([share = "", perRequest = "", name = ""]) => [name, share, perRequest]),
      );
    print(
      `${context.workloads[name].title}: ${number(round.perSecond)} per second while profiled, ` +
        `${number(round.serverMicroseconds)} us of server and ${number(round.databaseMicroseconds)} us of database CPU time per request`,
    );
    print(`\nBy package\n${rows(summary.packages)}\n\nBy function, self time\n${rows(summary.self)}`);
    print(`\nFunctions of minifb, total time\n${rows(summary.inclusive)}\n`);
    print(`The profile is ${join(folder, profileFile)}, to open in Chromium's developer tools`);
  } finally {
    load.stop();
    await context.close();
    await cluster.stop();
  }
}

function isWorkload(name: string, workloads: object): name is WorkloadName {
  return Object.hasOwn(workloads, name);
}

/** The monotonic clock of V8's profiles. */
function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
