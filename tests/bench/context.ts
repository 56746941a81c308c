import { randomBytes } from "node:crypto";
import type { Cluster } from "./database/cluster.ts";
import { copyDatabase, dropLeftovers, filledDatabase, freshDatabase, type WorkingCopy } from "./database/databases.ts";
import type { Sizes } from "./database/sizes.ts";
import { sizesFor } from "./database/sizes.ts";
import { sqliteCopy } from "./database/sqlite.ts";
import type { BenchOptions } from "./options.ts";
import {
  type Ablation,
  ablationTitle,
  type ContenderName,
  contenderProgram,
  type MinifbOptions,
  minifbOnDenoProgram,
  minifbProgram,
  type ServerSettings,
} from "./programs.ts";
import { createServerPool, type ServerPool } from "./server-pool.ts";
import type { Program, Server } from "./servers.ts";
import { createWorkloads, type Workload, type WorkloadName } from "./workloads.ts";

export const smallPosts = 10_000;

/** Servers and workloads of one run. Servers are started and databases created on first use. */
export interface BenchContext {
  readonly serverPool: ServerPool;
  readonly url: string;
  readonly workloads: Record<WorkloadName, Workload>;
  /** minifb on Postgres with default settings. */
  minifb(): Promise<Server>;
  /** The checkout of --against. */
  otherCheckout(): Promise<Server | undefined>;
  /** The tunings of --without. */
  readonly ablations: readonly Ablation[];
  /** minifb with one tuning switched off. */
  without(ablation: Ablation): Promise<Server>;
  readonly contenders: readonly ContenderName[];
  /** @param flags additional Node options */
  minifbProgram(flags: readonly string[]): Promise<Program>;
  contender(name: ContenderName, isPipelined?: boolean): Promise<Server>;
  minifbOnDeno(): Promise<Server>;
  minifbOnSqlite(): Promise<Server>;
  /** @param executable of another Node release */
  minifbOnNode(name: string, executable: string): Promise<Server>;
  minifbWithManyOperations(flags: readonly string[]): Promise<Server>;
  /** minifb on a database with 10,000 posts, and the workloads for it. */
  smallDatabase(): Promise<{ readonly server: Server; readonly workloads: Record<WorkloadName, Workload> }>;
  close(): Promise<void>;
}

export async function createContext(
  cluster: Cluster,
  options: BenchOptions,
  print: (text: string) => void,
): Promise<BenchContext> {
  const { sizes, iterations } = options;
  const settings: ServerSettings = { secret: randomBytes(32).toString("hex"), iterations };
  const serverPool = createServerPool();
  const copies: WorkingCopy[] = [];
  await dropLeftovers(cluster);

  async function copyOf(databaseSizes: Sizes): Promise<{ readonly filled: string; readonly copy: WorkingCopy }> {
    const fill = { sizes: databaseSizes, iterations, print };
    const filled = options.isFresh ? `fresh-${process.pid}` : await filledDatabase(cluster, fill);
    const copy = options.isFresh ? await freshDatabase(cluster, fill) : await copyDatabase(cluster, filled);
    copies.push(copy);
    return { filled, copy };
  }
  const { filled, copy } = await copyOf(sizes);
  const { url } = copy;
  const defaults = async (): Promise<MinifbOptions> => ({
    databaseUrl: url,
    dataDir: await serverPool.temporaryFolder(),
  });

  return {
    serverPool,
    url,
    workloads: await createWorkloads(url, sizes, settings.secret),
    minifb: () => serverPool.get("minifb", async () => minifbProgram("minifb", settings, await defaults())),
    contenders: options.contenders,
    async otherCheckout() {
      const { against: checkout } = options;
      if (checkout === undefined) return undefined;
      return serverPool.get("minifb, other", async () =>
        minifbProgram("minifb, other", settings, { ...(await defaults()), checkout }),
      );
    },
    ablations: options.without,
    without(ablation) {
      const title = ablationTitle(ablation);
      return serverPool.get(title, async () =>
        minifbProgram(title, settings, { ...(await defaults()), without: ablation }),
      );
    },
    minifbProgram: async (flags) => minifbProgram("minifb", settings, { ...(await defaults()), flags }),
    contender: (name, isPipelined = false) =>
      serverPool.get(isPipelined ? `${name}, pipelined` : name, () =>
        contenderProgram(name, settings, url, isPipelined),
      ),
    minifbOnDeno: () =>
      serverPool.get("minifb on Deno", async () => minifbOnDenoProgram("minifb on Deno", settings, await defaults())),
    minifbOnNode: (name, executable) =>
      serverPool.get(name, async () => minifbProgram(name, settings, { ...(await defaults()), executable })),
    minifbWithManyOperations: (flags) =>
      serverPool.get("minifb with ten times the operations", async () =>
        minifbProgram("minifb with ten times the operations", settings, { ...(await defaults()), flags }),
      ),
    minifbOnSqlite: () =>
      serverPool.get("minifb on SQLite", async () => {
        const dataDir = await serverPool.temporaryFolder();
        await sqliteCopy(url, filled, dataDir, print);
        return minifbProgram("minifb on SQLite", settings, { dataDir });
      }),
    async smallDatabase() {
      const smallSizes = sizesFor(smallPosts);
      let smallUrl: string | undefined;
      const server = await serverPool.get("minifb on 10,000 posts", async () => {
        smallUrl = (await copyOf(smallSizes)).copy.url;
        return minifbProgram("minifb on 10,000 posts", settings, {
          databaseUrl: smallUrl,
          dataDir: await serverPool.temporaryFolder(),
        });
      });
      return { server, workloads: await createWorkloads(smallUrl ?? url, smallSizes, settings.secret) };
    },
    async close() {
      await serverPool.stop();
      for (const copy of copies.splice(0)) await copy.drop();
    },
  };
}
