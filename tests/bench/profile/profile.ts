import { mkdir, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createContext } from "../context.ts";
import { openCluster } from "../database/cluster.ts";
import { startLoadGenerator } from "../load/generator.ts";
import { apart, pin } from "../measure/pinning.ts";
import { measureRound } from "../measure/round.ts";
import type { OperationName } from "../operations.ts";
import type { Options } from "../options.ts";
import { number, table } from "../report/text.ts";
import { startServer } from "../servers.ts";
import { type Cost, summarizeProfile } from "./cpu-profile.ts";

const connections = 32;
/** Between two samples, in microseconds. */
const interval = 200;
const shown = 30;

/** Writes a CPU profile of minifb under one operation, and says which functions it went to, most first. */
export async function profileOperation(options: Options, name: string, say: (text: string) => void): Promise<void> {
  const cluster = await openCluster();
  const load = startLoadGenerator();
  const context = await createContext(cluster, options, say);
  try {
    if (!isOperation(name, context.operations)) {
      throw new Error(`--profile must be one of ${Object.keys(context.operations).join(", ")}`);
    }
    const folder = resolve(options.out, `profile-${name}`);
    await mkdir(folder, { recursive: true });
    const known = new Set(await readdir(folder));
    const flags = ["--cpu-prof", `--cpu-prof-dir=${folder}`, `--cpu-prof-interval=${interval}`];
    const server = await startServer(await context.oursProgram(flags));
    const layout = apart();
    if (layout) {
      await pin(server.pid, layout.server);
      for (const pid of [load.pid, cluster.pid]) await pin(pid, layout.rest);
    }
    const pool = context.operations[name].pool;
    const { warmUpSeconds, seconds } = options.pace;
    let from = 0;
    const began = () => {
      from = microseconds();
    };
    const job = { pool, connections, warmUpSeconds: 2 * warmUpSeconds, seconds: 2 * seconds, seed: 1 };
    const round = await measureRound({ server, job, load, databasePid: cluster.pid, began });
    const to = microseconds();
    await server.stop();
    const files = (await readdir(folder)).filter((file) => !known.has(file));
    const main = files.toSorted()[0];
    if (main === undefined) throw new Error(`Node wrote no profile in ${folder}`);

    const summary = await summarizeProfile(join(folder, main), from, to);
    const lines = (costs: readonly Cost[]) =>
      table(
        [
          ["share", "us a request", ""],
          ...costs
            .slice(0, shown)
            .map((cost) => [
              `${number((100 * cost.microseconds) / summary.microseconds, 1)} %`,
              number(cost.microseconds / Math.max(1, round.answered), 1),
              cost.name,
            ]),
        ].map(([share = "", each = "", what = ""]) => [what, share, each]),
      );
    say(
      `${context.operations[name].title}: ${number(round.perSecond)} a second while it was profiled, ` +
        `${number(round.serverMicroseconds)} us of the server and ${number(round.databaseMicroseconds)} us of the database each`,
    );
    say(`\nBy place\n${lines(summary.places)}\n\nBy function, itself\n${lines(summary.self)}`);
    say(`\nFunctions of minifb, with all they call\n${lines(summary.inclusive)}\n`);
    say(`The profile is ${join(folder, main)}, which the developer tools of Chromium open`);
  } finally {
    load.stop();
    await context.close();
    await cluster.stop();
  }
}

function isOperation(name: string, operations: object): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** Of the clock that V8's profiles use. */
function microseconds(): number {
  return Number(process.hrtime.bigint() / 1000n);
}
