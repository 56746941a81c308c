import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, request as send } from "node:http";
import type { TestContext } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { type Api, api } from "./api.ts";
import type { Control } from "./control.ts";
import { type ServerProcess, startProcess } from "./server-process.ts";
import { type ServerDatabase, testDatabase } from "./test-database.ts";

/** One process of a server of several, which gets all that is sent to its `baseUrl`. */
export interface Worker {
  readonly pid: number;
  readonly baseUrl: string;
  readonly api: Api;
}

export interface WorkersServer {
  readonly process: ServerProcess;
  readonly baseUrl: string;
  readonly database: ServerDatabase;
  /** Finds a way to so many processes that no two of them are the same. */
  doors<Count extends number>(count: Count): Promise<Count extends 2 ? readonly [Worker, Worker] : readonly Worker[]>;
}

/** How many connections are tried; one more each tenth of a second, since a process may still be starting. */
const patience = 100;

/** Starts `src/server/main` with several processes, on the runtime and the database that the environment asks for. */
export async function startWorkers(t: TestContext, env: Readonly<Record<string, string>>): Promise<WorkersServer> {
  const database = await testDatabase();
  const process = startProcess({
    module: "src/server/main",
    env: {
      JWT_SECRET: randomBytes(32).toString("hex"),
      PORT: "0",
      PBKDF2_ITERATIONS: "1000",
      ...database.env,
      WORKERS: "2",
      ...env,
    },
  });
  t.after(async () => {
    process.child.kill("SIGKILL");
    await process.ended();
    await database.drop();
  });
  const line = await process.line(/ready at http/);
  const baseUrl = /ready at (http:[^,]+),/.exec(line)?.[1];
  assert.ok(baseUrl, line);

  /** A connection that is kept stays with the process that got it; its requests' log tells which one that is. */
  async function open(): Promise<Worker> {
    const door = await openDoor(t, baseUrl ?? "");
    const requestId = randomUUID();
    await (await fetch(`${door}/health`, { headers: { "X-Request-Id": requestId } })).arrayBuffer();
    const { pid } = JSON.parse(await process.line(new RegExp(requestId)));
    return { pid, baseUrl: door, api: api(door, noControl) };
  }

  async function doors(count: number): Promise<readonly Worker[]> {
    const found = new Map<number, Worker>();
    for (let attempt = 0; found.size < count; attempt++) {
      if (attempt >= patience) assert.fail(`only ${found.size} processes take requests`);
      if (attempt >= count) await delay(100);
      const worker = await open();
      found.set(worker.pid, worker);
    }
    return [...found.values()];
  }
  return { process, baseUrl, database, doors: doors as WorkersServer["doors"] };
}

/** Passes all that it gets on over one connection, one request after the other. */
async function openDoor(t: TestContext, baseUrl: string): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(baseUrl);
  const door = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const onward = send({ agent, hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    response.on("close", () => onward.destroy());
    request.pipe(onward);
  }).listen(0, "127.0.0.1");
  await once(door, "listening");
  t.after(() => {
    agent.destroy();
    door.close();
    door.closeAllConnections();
  });
  const address = door.address();
  assert.ok(address && typeof address === "object");
  return `http://127.0.0.1:${address.port}`;
}

const noControl: Control = new Proxy({} as Control, {
  get() {
    throw new Error("src/main has no control port");
  },
});
