import { randomBytes } from "node:crypto";
import type { Cluster } from "./database/cluster.ts";
import { copyDatabase, dropLeftovers, filledDatabase, freshDatabase, type WorkingCopy } from "./database/databases.ts";
import type { Sizes } from "./database/sizes.ts";
import { sizesFor } from "./database/sizes.ts";
import { sqliteCopy } from "./database/sqlite.ts";
import { createFleet, type Fleet } from "./fleet.ts";
import { type Operation, type OperationName, operations } from "./operations.ts";
import type { Options } from "./options.ts";
import {
  type Ablation,
  ablationTitle,
  type ContenderName,
  contender,
  type OursOptions,
  ours,
  oursOnDeno,
  type Setting,
} from "./programs.ts";
import type { Program, Server } from "./servers.ts";

export const smallPosts = 10_000;

/** What a run has: servers by name, and what can be asked of them. Everything is made when it is first needed. */
export interface Context {
  readonly fleet: Fleet;
  readonly url: string;
  readonly operations: Record<OperationName, Operation>;
  /** minifb on Postgres, as shipped. */
  ours(): Promise<Server>;
  /** Another checkout of minifb, where the options name one. */
  other(): Promise<Server | undefined>;
  /** Tunings that the options ask to switch off. */
  readonly ablations: readonly Ablation[];
  /** This checkout with one tuning switched off. */
  without(ablation: Ablation): Promise<Server>;
  readonly contenders: readonly ContenderName[];
  /** How to start it with more of Node's options. */
  oursProgram(flags: readonly string[]): Promise<Program>;
  contender(name: ContenderName, isPipelined?: boolean): Promise<Server>;
  oursOnDeno(): Promise<Server>;
  oursOnSqlite(): Promise<Server>;
  /** On another release of Node. */
  oursOn(name: string, executable: string): Promise<Server>;
  oursWithManyOperations(flags: readonly string[]): Promise<Server>;
  /** On a database with 10,000 posts, and what can be asked of that one. */
  small(): Promise<{ readonly server: Server; readonly operations: Record<OperationName, Operation> }>;
  close(): Promise<void>;
}

export async function createContext(cluster: Cluster, options: Options, say: (text: string) => void): Promise<Context> {
  const { sizes, iterations } = options;
  const setting: Setting = { secret: randomBytes(32).toString("hex"), iterations };
  const fleet = createFleet();
  const copies: WorkingCopy[] = [];
  await dropLeftovers(cluster);

  async function copyOf(wanted: Sizes): Promise<{ readonly filled: string; readonly copy: WorkingCopy }> {
    const fill = { sizes: wanted, iterations, say };
    const filled = options.isFresh ? `fresh-${process.pid}` : await filledDatabase(cluster, fill);
    const copy = options.isFresh ? await freshDatabase(cluster, fill) : await copyDatabase(cluster, filled);
    copies.push(copy);
    return { filled, copy };
  }
  const { filled, copy } = await copyOf(sizes);
  const { url } = copy;
  const own = async (): Promise<OursOptions> => ({ databaseUrl: url, dataDir: await fleet.folder() });

  return {
    fleet,
    url,
    operations: await operations(url, sizes, setting.secret),
    ours: () => fleet.get("minifb", async () => ours("minifb", setting, await own())),
    contenders: options.contenders,
    async other() {
      const { against: checkout } = options;
      if (checkout === undefined) return undefined;
      return fleet.get("minifb, other", async () => ours("minifb, other", setting, { ...(await own()), checkout }));
    },
    ablations: options.without,
    without(ablation) {
      const title = ablationTitle(ablation);
      return fleet.get(title, async () => ours(title, setting, { ...(await own()), without: ablation }));
    },
    oursProgram: async (flags) => ours("minifb", setting, { ...(await own()), flags }),
    contender: (name, isPipelined = false) =>
      fleet.get(isPipelined ? `${name}, pipelined` : name, () => contender(name, setting, url, isPipelined)),
    oursOnDeno: () => fleet.get("minifb on Deno", async () => oursOnDeno("minifb on Deno", setting, await own())),
    oursOn: (name, executable) => fleet.get(name, async () => ours(name, setting, { ...(await own()), executable })),
    oursWithManyOperations: (flags) =>
      fleet.get("minifb with ten times the operations", async () =>
        ours("minifb with ten times the operations", setting, { ...(await own()), flags }),
      ),
    oursOnSqlite: () =>
      fleet.get("minifb on SQLite", async () => {
        const dataDir = await fleet.folder();
        await sqliteCopy(url, filled, dataDir, say);
        return ours("minifb on SQLite", setting, { dataDir });
      }),
    async small() {
      const known = sizesFor(smallPosts);
      let made: string | undefined;
      const server = await fleet.get("minifb on 10,000 posts", async () => {
        made = (await copyOf(known)).copy.url;
        return ours("minifb on 10,000 posts", setting, { databaseUrl: made, dataDir: await fleet.folder() });
      });
      return { server, operations: await operations(made ?? url, known, setting.secret) };
    },
    async close() {
      await fleet.stop();
      for (const each of copies.splice(0)) await each.drop();
    },
  };
}
