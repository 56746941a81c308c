import { pathToFileURL } from "node:url";
import type { Context } from "./context.ts";
import { apart, type Layout, together } from "./measure/pinning.ts";
import type { Series, Subject } from "./measure/series.ts";
import type { Operation, OperationName } from "./operations.ts";
import { builtModule } from "./paths.ts";
import { ablationTitle, type ContenderName } from "./programs.ts";
import type { Server } from "./servers.ts";

/** A series to be; its servers start when it is made. */
export interface Planned {
  readonly key: string;
  make(context: Context): Promise<Series>;
}

export interface OtherNode {
  readonly name: string;
  readonly executable: string;
}

const connections = 32;
const loginClients = 16;
const crowd = 64;

const reads: readonly OperationName[] = ["list", "list-first", "post", "timeline", "comments", "notifications"];
const writes: readonly OperationName[] = ["create-post", "comment", "react"];

/** All series, in the order in which they are measured: reading comes before writing, which changes what is read. */
export function plan(isFull: boolean, otherNodes: readonly OtherNode[]): readonly Planned[] {
  const always: Planned[] = [
    ...reads.map((name) => againstContenders(name, isFull)),
    comparison("deep-page", "page 1 and a deep one, list of posts", async (context) => {
      const server = await context.ours();
      const { operations } = context;
      return [
        subject("first page", server, operations["list-first"]),
        subject("deep page", server, operations["list-deep"]),
      ];
    }),
    comparison("operations", "10 times the operations", async (context) => {
      const [usual, many] = [await context.ours(), await context.oursWithManyOperations(manyFlags())];
      return (["list", "post"] as const).flatMap((name) => [
        subject(`${name}, as shipped`, usual, context.operations[name]),
        subject(`${name}, ten times as many`, many, context.operations[name]),
      ]);
    }),
    comparison("table-size", "10,000 posts and all of them", async (context) => {
      const small = await context.small();
      return [
        subject("10,000 posts", small.server, small.operations.list),
        subject("all posts", await context.ours(), context.operations.list),
      ];
    }),
    comparison("deno", "Node and Deno", async (context) =>
      bothReads(context, [
        ["Node", await context.ours()],
        ["Deno", await context.oursOnDeno()],
      ]),
    ),
    withLogins("logins", (context) => context.ours()),
    withLogins("logins-sqlite", (context) => context.oursOnSqlite()),
    ...writes.map((name) => againstContenders(name, isFull)),
    comparison("viral", `${crowd} callers react to ${crowd} posts and to one`, async (context) => {
      const server = await context.ours();
      const { operations } = context;
      return [
        subject("64 posts", server, operations["react-64"], crowd),
        subject("one post", server, operations["react-one"], crowd),
      ];
    }),
  ];
  return isFull ? [...always, ...onlyInFull(otherNodes)] : always;
}

function onlyInFull(otherNodes: readonly OtherNode[]): readonly Planned[] {
  const some: readonly ContenderName[] = ["node-http", "fastify"];
  return [
    againstContenders("list-deep", true),
    againstContenders("login", false),
    ...([1, 256] as const).flatMap((count) =>
      (["list", "post", "create-post"] as const).map((name) =>
        comparison(`${name}-${count}-connections`, `${name} on ${count} connections`, async (context) => {
          const servers = [await context.ours(), ...(await Promise.all(some.map((each) => context.contender(each))))];
          return servers.map((server) => subject(server.title, server, context.operations[name], count));
        }),
      ),
    ),
    ...[...reads, ...writes, "login" as const].map((name) =>
      comparison(`${name}-sqlite`, `${name} on SQLite`, async (context) => [
        subject("SQLite", await context.oursOnSqlite(), context.operations[name]),
        subject("Postgres", await context.ours(), context.operations[name]),
      ]),
    ),
    ...(otherNodes.length === 0
      ? []
      : [
          comparison("node-releases", "releases of Node", async (context) => {
            const others = otherNodes.map(
              async ({ name, executable }): Promise<[string, Server]> => [
                name,
                await context.oursOn(`minifb on ${name}`, executable),
              ],
            );
            const usual: [string, Server] = [`Node ${process.version}`, await context.ours()];
            return bothReads(context, [usual, ...(await Promise.all(others))]);
          }),
        ]),
  ];
}

function subject(name: string, server: Server, operation: Operation, count = connections): Subject {
  return { name, server, operation, connections: count };
}

function comparison(
  key: string,
  title: string,
  subjects: (context: Context) => Promise<readonly Subject[]>,
  layout: Layout | undefined = apart(),
): Planned {
  return { key, make: async (context) => ({ key, title, subjects: await subjects(context), layout }) };
}

function againstContenders(name: OperationName, withPipelined: boolean): Planned {
  const key = name;
  return {
    key,
    async make(context) {
      const operation = context.operations[name];
      const ours = subject("minifb", await context.ours(), operation);
      const others: Subject[] = [];
      const other = await context.other();
      if (other) others.push(subject("other minifb", other, operation));
      for (const ablation of context.ablations) {
        others.push(subject(ablationTitle(ablation), await context.without(ablation), operation));
      }
      for (const contender of context.contenders) {
        others.push(subject(contender, await context.contender(contender), operation));
      }
      if (withPipelined && operation.isRead) {
        others.push(subject("node-http, pipelined", await context.contender("node-http", true), operation));
      }
      return { key, title: operation.title, subjects: [ours, ...others], layout: apart() };
    },
  };
}

/** On all processors: hashing is done in a thread of its own, which is of no use to a server that is kept to one. */
function withLogins(key: string, server: (context: Context) => Promise<Server>): Planned {
  return comparison(
    key,
    `list of posts while ${loginClients} clients log in`,
    async (context) => {
      const { list, login } = context.operations;
      const without = subject("without logins", await server(context), list);
      return [
        without,
        { ...without, name: "with logins", background: { operation: login, connections: loginClients } },
      ];
    },
    together(),
  );
}

function bothReads(context: Context, servers: readonly (readonly [string, Server])[]): readonly Subject[] {
  return (["list", "post"] as const).flatMap((name) =>
    servers.map(([title, server]) => subject(`${name}, ${title}`, server, context.operations[name])),
  );
}

function manyFlags(): readonly string[] {
  return ["--import", pathToFileURL(builtModule("tests/bench/many/register")).href];
}
