import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { openSocket } from "../../src/contract/socket.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import { clientOf } from "../support/api.ts";
import { createDatabase } from "../support/postgres.ts";
import { type Runtime, type ServerProcess, startProcess } from "../support/server-process.ts";

/** The permissions of `npm run start:deno`. */
const permissions = String(JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")).scripts["start:deno"])
  .split(" ")
  .filter((word) => /^--(allow-|no-prompt)/.test(word));

/** Creates a temporary folder inside `data`, the only folder that Deno's permissions allow to write to. */
async function dataFolder(t: TestContext): Promise<string> {
  await mkdir(join(packageRoot, "data"), { recursive: true });
  const folder = await mkdtemp(join(packageRoot, "data", "test-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function start(
  t: TestContext,
  runtime: Runtime,
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): ServerProcess {
  const server = startProcess({ module: "src/server/main", runtime, env, args, permissions });
  t.after(async () => {
    server.child.kill("SIGKILL");
    await server.ended();
  });
  return server;
}

async function ready(server: ServerProcess): Promise<string> {
  const line = await server.line(/ready at http/);
  const url = /ready at (http:\/\/127\.0\.0\.1:\d+), docs at \1\/docs, database (sqlite|postgres)/.exec(line)?.[1];
  assert.ok(url, line);
  return url;
}

for (const runtime of ["node", "deno"] as const) {
  test(`${runtime}: at the start it logs its URL and that of its docs, and serves both`, async (t) => {
    const dataDir = await dataFolder(t);
    const server = start(t, runtime, { PORT: "0", DATA_DIR: dataDir });
    const url = await ready(server);
    assert.match(server.output(), /database sqlite/);
    await clientOf(url).call("getReadiness", 200);
    for (const [path, type] of [
      ["/docs", /^text\/html/],
      ["/openapi.yaml", /yaml/],
      ["/openapi.json", /json/],
    ] as const) {
      const response = await fetch(url + path);
      assert.equal(response.status, 200, path);
      assert.match(response.headers.get("content-type") ?? "", type);
      await response.arrayBuffer();
    }
    const files = await readdir(dataDir);
    assert.ok(files.includes("minifb.sqlite"), files.join(", "));

    server.child.kill("SIGTERM");
    assert.deepEqual(await server.ended(), { code: 0, signal: null });
  });

  test(`${runtime}: its data and tokens are valid after a restart`, async (t) => {
    const env = { PORT: "0", DATA_DIR: await dataFolder(t), PBKDF2_ITERATIONS: "1000" };
    const first = start(t, runtime, env);
    const body = { id: "ada.lovelace", password: "an engine of cogs" };
    const before = clientOf(await ready(first));
    await before.call("signUp", 201, { body: { ...body, name: "Ada" } });
    const { body: tokens } = await before.call("logIn", 200, { body });
    first.child.kill("SIGINT");
    assert.deepEqual(await first.ended(), { code: 0, signal: null });

    const url = await ready(start(t, runtime, env));
    assert.equal((await clientOf(url, tokens.accessToken).call("getMe", 200)).body.id, body.id);
    await clientOf(url).call("refreshToken", 200, { body: { refreshToken: tokens.refreshToken } });
  });

  test(`${runtime}: on SIGTERM it is no longer ready, finishes the requests in flight, and exits with 0`, async (t) => {
    const iterations = "3000000";
    const server = start(t, runtime, { PORT: "0", DATA_DIR: await dataFolder(t), PBKDF2_ITERATIONS: iterations });
    const url = await ready(server);
    const slow = slowLogin(url);
    const readiness = openSocket(url);
    readiness.socket.write("GET /ready HTTP/1.1\r\nHost: minifb\r\n");
    await delay(200);
    server.child.kill("SIGTERM");
    await server.line(/SIGTERM/);
    await assert.rejects(fetch(`${url}/ready`), "it accepts new connections");
    readiness.socket.write("\r\n");
    assert.match(await readiness.answer, /^HTTP\/1\.1 503 /);
    assert.match(await slow, /^HTTP\/1\.1 401 /);
    assert.deepEqual(await server.ended(), { code: 0, signal: null });
  });

  test(`${runtime}: an invalid configuration is reported with all its variables, and exits with 1`, async (t) => {
    const dataDir = await dataFolder(t);
    const server = start(t, runtime, {
      DATA_DIR: dataDir,
      PORT: "eighty",
      LOG_LEVEL: "loud",
      RATE_LIMIT: "-1",
      HIDE_ERRORS: "perhaps",
      PBKDF2_ITERATIONS: "1",
      CORS_ORIGIN: "example.com",
      JWT_SECRET: "short",
      DATABASE_URL: "mysql://db/minifb",
    });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    const output = server.output();
    for (const variable of [
      "PORT",
      "LOG_LEVEL",
      "RATE_LIMIT",
      "HIDE_ERRORS",
      "PBKDF2_ITERATIONS",
      "CORS_ORIGIN",
      "JWT_SECRET",
      "DATABASE_URL",
    ]) {
      assert.match(output, new RegExp(`^ *${variable} `, "m"), `${variable} is not reported`);
    }
    assert.doesNotMatch(output, /\bat .*:\d+:\d+/, "it shows a stack trace");
    assert.deepEqual(await readdir(dataDir), []);
  });

  test(`${runtime}: on Postgres it needs a secret, logs its database, and starts again on the same database`, async (t) => {
    const database = await createDatabase();
    t.after(() => database.drop());
    const env = { PORT: "0", DATA_DIR: await dataFolder(t), DATABASE_URL: database.url };
    const refused = start(t, runtime, env);
    assert.deepEqual(await refused.ended(), { code: 1, signal: null });
    assert.match(refused.output(), /JWT_SECRET/);

    for (let time = 0; time < 2; time++) {
      const server = start(t, runtime, { ...env, JWT_SECRET: randomBytes(32).toString("hex") });
      await clientOf(await ready(server)).call("getReadiness", 200);
      assert.match(server.output(), /database postgres/);
      server.child.kill("SIGTERM");
      assert.deepEqual(await server.ended(), { code: 0, signal: null });
    }
  });

  test(`${runtime}: without its database it exits with 1 and does not reveal the password`, async (t) => {
    const server = start(t, runtime, {
      PORT: "0",
      DATA_DIR: await dataFolder(t),
      DATABASE_URL: "postgres://ada:c0gs-and-wheels@127.0.0.1:1/minifb",
      JWT_SECRET: randomBytes(32).toString("hex"),
    });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    assert.match(server.output(), /database/i);
    assert.doesNotMatch(server.output(), /c0gs|\bat .*:\d+:\d+/);
  });

  test(`${runtime}: a port in use is reported in words, and exits with 1`, async (t) => {
    const other = createServer().listen(0, "127.0.0.1");
    t.after(() => other.close());
    await new Promise((listening) => other.once("listening", listening));
    const address = other.address();
    assert.ok(address && typeof address === "object");
    const server = start(t, runtime, { PORT: String(address.port), DATA_DIR: await dataFolder(t) });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    assert.match(server.output(), new RegExp(`${address.port}|EADDRINUSE`));
    assert.doesNotMatch(server.output(), /\bat .*:\d+:\d+/);
  });

  test(`${runtime}: --help explains it, and unknown options are refused`, async (t) => {
    const help = start(t, runtime, {}, ["--help"]);
    assert.deepEqual(await help.ended(), { code: 0, signal: null });
    assert.match(help.output(), /DATABASE_URL/);
    const refused = start(t, runtime, {}, ["--port=80"]);
    assert.deepEqual(await refused.ended(), { code: 1, signal: null });
    assert.match(refused.output(), /--port=80/);
  });
}

/** Sends a login that takes long, because of the number of PBKDF2 iterations. */
function slowLogin(url: string): Promise<string> {
  const body = JSON.stringify({ id: "nobody", password: "a wrong password" });
  const { socket, answer } = openSocket(url);
  socket.write(
    `POST /auth/login HTTP/1.1\r\nHost: minifb\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return answer;
}
