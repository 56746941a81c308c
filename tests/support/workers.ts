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

/** One worker process of a server. All requests to its `baseUrl` go to this process. */
export interface Worker {
  readonly pid: number;
  readonly baseUrl: string;
  readonly api: Api;
}

export interface WorkersServer {
  readonly process: ServerProcess;
  readonly baseUrl: string;
  readonly database: ServerDatabase;
  /** Finds so many different worker processes. */
  workers<Count extends number>(count: Count): Promise<Count extends 2 ? readonly [Worker, Worker] : readonly Worker[]>;
}

/** How many connections are tried, ten per second, since a worker may still be starting. */
const maxAttempts = 100;
const attemptIntervalMs = 100;

/** Starts `src/server/main` with several worker processes, on the runtime and the database of the environment. */
export async function startWorkersServer(
  t: TestContext,
  env: Readonly<Record<string, string>>,
): Promise<WorkersServer> {
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

  /** A keep-alive connection stays with the worker that accepted it. The log line of a request has that worker's pid. */
  async function connectToWorker(): Promise<Worker> {
    const proxyUrl = await startProxy(t, baseUrl ?? "");
    const requestId = randomUUID();
    await (await fetch(`${proxyUrl}/health`, { headers: { "X-Request-Id": requestId } })).arrayBuffer();
    const { pid } = JSON.parse(await process.line(new RegExp(requestId)));
    return { pid, baseUrl: proxyUrl, api: api(proxyUrl, noControl) };
  }

  async function workers(count: number): Promise<readonly Worker[]> {
    const found = new Map<number, Worker>();
    for (let attempt = 0; found.size < count; attempt++) {
      if (attempt >= maxAttempts) assert.fail(`only ${found.size} processes accept requests`);
      if (attempt >= count) await delay(attemptIntervalMs);
      const worker = await connectToWorker();
      found.set(worker.pid, worker);
    }
    return [...found.values()];
  }
  return { process, baseUrl, database, workers: workers as WorkersServer["workers"] };
}

/** Starts a proxy that forwards requests over one connection, one after the other. */
async function startProxy(t: TestContext, baseUrl: string): Promise<string> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const { hostname, port } = new URL(baseUrl);
  const proxy = createServer((request, response) => {
    const { method, url: path, headers } = request;
    const forwarded = send({ agent, hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    forwarded.on("error", () => response.destroy());
    response.on("close", () => forwarded.destroy());
    request.pipe(forwarded);
  }).listen(0, "127.0.0.1");
  await once(proxy, "listening");
  t.after(() => {
    agent.destroy();
    proxy.close();
    proxy.closeAllConnections();
  });
  const address = proxy.address();
  assert.ok(address && typeof address === "object");
  return `http://127.0.0.1:${address.port}`;
}

const noControl: Control = new Proxy({} as Control, {
  get() {
    throw new Error("src/server/main has no control port");
  },
});
