import { pathToFileURL } from "node:url";
import type { BenchContext } from "./context.ts";
import { allCores, type Layout, separateCores } from "./measure/pinning.ts";
import type { Series, Subject } from "./measure/series.ts";
import { builtModule } from "./paths.ts";
import { ablationTitle, type ContenderName } from "./programs.ts";
import type { Server } from "./servers.ts";
import type { Workload, WorkloadName } from "./workloads.ts";

/** A series whose servers start when it is created. */
export interface PlannedSeries {
  readonly key: string;
  create(context: BenchContext): Promise<Series>;
}

export interface NodeRelease {
  readonly name: string;
  readonly executable: string;
}

const connections = 32;
const loginClients = 16;
const viralClients = 64;

const reads: readonly WorkloadName[] = ["list", "list-first", "post", "timeline", "comments", "notifications"];
const writes: readonly WorkloadName[] = ["create-post", "comment", "react"];

/** All series in order. Reads come before writes, which change the data. */
export function planSeries(isFull: boolean, otherNodes: readonly NodeRelease[]): readonly PlannedSeries[] {
  const quickSeries: PlannedSeries[] = [
    ...reads.map((name) => compareWithContenders(name, isFull)),
    compare("deep-page", "page 1 and a deep one, list of posts", async (context) => {
      const server = await context.minifb();
      const { workloads } = context;
      return [
        subject("first page", server, workloads["list-first"]),
        subject("deep page", server, workloads["list-deep"]),
      ];
    }),
    compare("operations", "10 times the operations", async (context) => {
      const [shipped, tenfold] = [
        await context.minifb(),
        await context.minifbWithManyOperations(manyOperationsFlags()),
      ];
      return (["list", "post"] as const).flatMap((name) => [
        subject(`${name}, as shipped`, shipped, context.workloads[name]),
        subject(`${name}, ten times as many`, tenfold, context.workloads[name]),
      ]);
    }),
    compare("table-size", "10,000 posts and all of them", async (context) => {
      const small = await context.smallDatabase();
      return [
        subject("10,000 posts", small.server, small.workloads.list),
        subject("all posts", await context.minifb(), context.workloads.list),
      ];
    }),
    compare("deno", "Node and Deno", async (context) =>
      readSubjects(context, [
        ["Node", await context.minifb()],
        ["Deno", await context.minifbOnDeno()],
      ]),
    ),
    compareWithLogins("logins", (context) => context.minifb()),
    compareWithLogins("logins-sqlite", (context) => context.minifbOnSqlite()),
    ...writes.map((name) => compareWithContenders(name, isFull)),
    compare("viral", `${viralClients} callers react to ${viralClients} posts and to one`, async (context) => {
      const server = await context.minifb();
      const { workloads } = context;
      return [
        subject("64 posts", server, workloads["react-64"], viralClients),
        subject("one post", server, workloads["react-one"], viralClients),
      ];
    }),
  ];
  return isFull ? [...quickSeries, ...fullOnlySeries(otherNodes)] : quickSeries;
}

function fullOnlySeries(otherNodes: readonly NodeRelease[]): readonly PlannedSeries[] {
  const contenders: readonly ContenderName[] = ["node-http", "fastify"];
  return [
    compareWithContenders("list-deep", true),
    compareWithContenders("login", false),
    ...([1, 256] as const).flatMap((count) =>
      (["list", "post", "create-post"] as const).map((name) =>
        compare(`${name}-${count}-connections`, `${name} on ${count} connections`, async (context) => {
          const servers = [
            await context.minifb(),
            ...(await Promise.all(contenders.map((contender) => context.contender(contender)))),
          ];
          return servers.map((server) => subject(server.title, server, context.workloads[name], count));
        }),
      ),
    ),
    ...[...reads, ...writes, "login" as const].map((name) =>
      compare(`${name}-sqlite`, `${name} on SQLite`, async (context) => [
        subject("SQLite", await context.minifbOnSqlite(), context.workloads[name]),
        subject("Postgres", await context.minifb(), context.workloads[name]),
      ]),
    ),
    ...(otherNodes.length === 0
      ? []
      : [
          compare("node-releases", "releases of Node", async (context) => {
            const others = otherNodes.map(
              async ({ name, executable }): Promise<[string, Server]> => [
                name,
                await context.minifbOnNode(`minifb on ${name}`, executable),
              ],
            );
            const current: [string, Server] = [`Node ${process.version}`, await context.minifb()];
            return readSubjects(context, [current, ...(await Promise.all(others))]);
          }),
        ]),
  ];
}

function subject(name: string, server: Server, workload: Workload, count = connections): Subject {
  return { name, server, workload, connections: count };
}

function compare(
  key: string,
  title: string,
  subjects: (context: BenchContext) => Promise<readonly Subject[]>,
  layout: Layout | undefined = separateCores(),
): PlannedSeries {
  return { key, create: async (context) => ({ key, title, subjects: await subjects(context), layout }) };
}

function compareWithContenders(name: WorkloadName, withPipelined: boolean): PlannedSeries {
  const key = name;
  return {
    key,
    async create(context) {
      const workload = context.workloads[name];
      const minifb = subject("minifb", await context.minifb(), workload);
      const others: Subject[] = [];
      const otherCheckout = await context.otherCheckout();
      if (otherCheckout) others.push(subject("other minifb", otherCheckout, workload));
      for (const ablation of context.ablations) {
        others.push(subject(ablationTitle(ablation), await context.without(ablation), workload));
      }
      for (const contender of context.contenders) {
        others.push(subject(contender, await context.contender(contender), workload));
      }
      if (withPipelined && workload.isRead) {
        others.push(subject("node-http, pipelined", await context.contender("node-http", true), workload));
      }
      return { key, title: workload.title, subjects: [minifb, ...others], layout: separateCores() };
    },
  };
}

/** On all cores: passwords are hashed in another thread, which needs a core of its own. */
function compareWithLogins(key: string, server: (context: BenchContext) => Promise<Server>): PlannedSeries {
  return compare(
    key,
    `list of posts while ${loginClients} clients log in`,
    async (context) => {
      const { list, login } = context.workloads;
      const without = subject("without logins", await server(context), list);
      return [without, { ...without, name: "with logins", background: { workload: login, connections: loginClients } }];
    },
    allCores(),
  );
}

function readSubjects(context: BenchContext, servers: readonly (readonly [string, Server])[]): readonly Subject[] {
  return (["list", "post"] as const).flatMap((name) =>
    servers.map(([title, server]) => subject(`${name}, ${title}`, server, context.workloads[name])),
  );
}

function manyOperationsFlags(): readonly string[] {
  return ["--import", pathToFileURL(builtModule("tests/bench/many-operations/register")).href];
}
