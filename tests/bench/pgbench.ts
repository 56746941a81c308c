import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as sql from "./contenders/statements.ts";
import { firstUser, type Sizes } from "./database/sizes.ts";
import type { Pace } from "./measure/series.ts";
import { type Spread, spreadOf } from "./measure/statistics.ts";

const run = promisify(execFile);

export interface PgbenchResult {
  readonly name: string;
  readonly perSecond: Spread;
}

/** The throughput of Postgres alone with the contenders' SQL on as many connections; undefined if pgbench is missing. */
export async function runPgbench(
  url: string,
  sizes: Sizes,
  pace: Pace,
  folder: string,
  core: string | undefined,
): Promise<readonly PgbenchResult[] | undefined> {
  if (!(await run("pgbench", ["--version"]).catch(() => undefined))) return undefined;
  const scripts = Object.entries(scriptsFor(sizes));
  const rounds = new Map(scripts.map(([name]): [string, number[]] => [name, []]));
  for (const [name, text] of scripts) await writeFile(join(folder, `${name}.sql`), text);
  for (let round = 0; round < pace.rounds; round++) {
    for (const [name] of scripts) {
      const seconds = String(Math.max(1, Math.round(pace.seconds)));
      const args = ["-n", "-M", "prepared", "-c", "10", "-T", seconds, "-f", join(folder, `${name}.sql`), url];
      const pinned = core === undefined ? ["pgbench", ...args] : ["taskset", "-c", core, "pgbench", ...args];
      const { stdout } = await run(pinned[0] ?? "", pinned.slice(1));
      rounds.get(name)?.push(Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1] ?? Number.NaN));
    }
  }
  return scripts.map(([name]) => ({ name, perSecond: spreadOf(rounds.get(name) ?? []) }));
}

/** pgbench variables are numbers, so SQL builds the user ids. */
function scriptsFor({ posts, users }: Sizes): Record<string, string> {
  const someone = `('user' || (${firstUser} + :viewer))::text`;
  const set = `\\set viewer random(1, ${users})\n\\set post random(1, ${posts})\n`;
  const script = (text: string, values: readonly string[]) =>
    `${set}${text
      .replace(/\$(\d)/g, (_, number) => values[Number(number) - 1] ?? "")
      .replaceAll(/\s+/g, " ")
      .trim()};\n`;
  return {
    list: script(sql.listPosts(21), [someone, ":post"]),
    post: script(sql.getPost, [someone, ":post"]),
    timeline: script(sql.getTimeline(21), [
      someone,
      `${Number.MAX_SAFE_INTEGER}`,
      `('user' || (${firstUser} + :viewer))`,
    ]),
    comments: script(sql.listComments(21), [someone, ":post", "0"]),
    notifications: script(sql.listNotifications(21), [someone, `${Number.MAX_SAFE_INTEGER}`]),
    "create-post": script(sql.createPost, [
      someone,
      "'Today we went to the old harbour and found that nobody had painted boats since last summer.'",
      "now()",
      "'posts@bench'",
      "(random() * 15)::int",
    ]),
  };
}
