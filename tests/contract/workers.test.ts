import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { pino } from "pino";
import { uniqueId } from "../../src/contract/members.ts";
import { openSocket } from "../../src/contract/socket.ts";
import { openStream } from "../../src/contract/stream.ts";
import { connect } from "../../src/server/database/connect.ts";
import { clientOf } from "../support/api.ts";
import { modelsOf } from "../support/models.ts";
import { startProcess, testRuntime } from "../support/server-process.ts";
import { spec } from "../support/spec.ts";
import { testDatabase } from "../support/test-database.ts";
import { startWorkersServer, type Worker, type WorkersServer } from "../support/workers.ts";

const wrong = { password: "not the password" };

if (testRuntime() === "deno") {
  test("WORKERS must be 1 on Deno", async (t) => {
    const database = await testDatabase();
    t.after(() => database.drop());
    const env = { ...database.env, JWT_SECRET: "0123456789abcdef0123456789abcdef", WORKERS: "2", PORT: "0" };
    const server = startProcess({ module: "src/server/main", env });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    assert.match(server.output(), /WORKERS must be 1 on Deno/);
  });
} else {
  test("two worker processes act as one server", async (t) => {
    const server = await startWorkersServer(t, { RATE_LIMIT: "100000" });
    const [one, other] = await server.workers(2);
    const [ada, bob] = await one.api.members(2);
    const bobThere = other.api.as(bob.token);

    await t.test("the server reports once that it is ready", () => {
      assert.equal(server.process.output().match(/ready at/g)?.length, 1);
    });

    await t.test("a session that one worker ends is invalid in the other at once", async () => {
      for (let time = 0; time < 8; time++) {
        const { token, refreshToken } = await one.api.logIn(ada.id, ada.password);
        await other.api.as(token).call("getMe", 200);
        await one.api.as(token).call("logOut", 200, { body: { refreshToken } });
        await Promise.all([1, 2, 3, 4].map(() => other.api.as(token).call("getMe", 403)));
      }
    });

    await t.test("a notification reaches the streams of both workers at once", async () => {
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Look at this" } });
      const path = { postId: post.id };
      // Connections are distributed round-robin, so that each worker has some of these streams.
      const streams = [];
      for (let i = 0; i < 4; i++) streams.push(await openStream(spec, { ...ada, baseUrl: server.baseUrl }));
      const waits: number[] = [];
      for (let i = 0; i < 9; i++) {
        await bobThere.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
        const written = performance.now();
        await Promise.all(streams.map((stream) => stream.take(1, 1000)));
        waits.push(performance.now() - written);
        await delay(20);
      }
      for (const stream of streams) stream.close();
      const median = waits.sort((a, b) => a - b)[4] ?? Number.NaN;
      assert.ok(median < 60, `it takes ${median} ms`);
    });

    await t.test("metrics and statistics are aggregated over both workers", async () => {
      const before = await counted(one);
      for (let i = 0; i < 5; i++) await ada.call("getUser", 204, { path: { userId: uniqueId() } });
      for (let i = 0; i < 3; i++) await bobThere.call("getUser", 204, { path: { userId: uniqueId() } });
      assert.equal(await counted(one), before + 8);
      assert.equal(await counted(other), before + 8);

      await makeAdmin(server, bob.id);
      const admin = await one.api.logIn(bob.id, bob.password);
      for (const api of [one.api, other.api]) {
        const { body } = await api.as(admin.token).call("getServerStats", 200);
        assert.equal(body.byEndpoint.find(({ operationId }) => operationId === "getUser")?.count, before + 8);
      }
    });

    await t.test("concurrent writes through both workers are stored and counted", async () => {
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Busy" } });
      const path = { postId: post.id };
      // Many connections, distributed round-robin.
      const anywhere = clientOf(server.baseUrl, bob.token);
      const writing = Array.from({ length: 120 }, (_, i) =>
        anywhere.call("createComment", 201, { path, body: { content: `Comment ${i}` } }),
      );
      await Promise.all(writing);
      assert.equal((await ada.call("getPost", 200, { path })).body.commentCount, 120);
    });

    await t.test("failed logins are counted per account over both workers", async () => {
      const { id } = await other.api.members(1).then(([member]) => member);
      for (let i = 0; i < 10; i++) {
        await (i % 2 === 0 ? one : other).api.anyone.call("logIn", 401, { body: { id, ...wrong } });
      }
      for (const { api } of [one, other]) await api.anyone.call("logIn", 429, { body: { id, ...wrong } });
    });

    await t.test("a worker that dies is replaced, while the other one serves", async () => {
      const before = await counted(one);
      process.kill(one.pid, "SIGKILL");
      for (let i = 0; i < 20; i++) await bobThere.call("getMe", 200);
      await server.process.line(/starting another in/);
      const workers = await server.workers(2);
      assert.ok(!workers.some(({ pid }) => pid === one.pid));
      for (const worker of workers) {
        await worker.api.as(bob.token).call("getMe", 200);
        assert.equal(await counted(worker), before, "a counter fell");
      }
    });

    await t.test("on SIGTERM both workers finish their requests, and no process remains", async () => {
      const pids = (await server.workers(2)).map(({ pid }) => pid);
      const body = JSON.stringify({ content: "Sent slowly" });
      const head = [
        "POST /post HTTP/1.1",
        "Host: minifb",
        "Content-Type: application/json",
        `Content-Length: ${body.length}`,
        `Authorization: Bearer ${bob.token}`,
        "Connection: close",
      ];
      // Connections are distributed round-robin, so that both workers have some of these.
      const slow = Array.from({ length: 4 }, () => {
        const { socket, answer } = openSocket(server.baseUrl);
        socket.write(`${head.join("\r\n")}\r\n\r\n${body.slice(0, 5)}`);
        return { socket, answer };
      });
      await delay(200);
      server.process.child.kill("SIGTERM");
      await server.process.line(/SIGTERM/);
      await delay(200);
      await assert.rejects(fetch(`${server.baseUrl}/health`, { headers: { Connection: "close" } }));
      for (const { socket } of slow) socket.write(body.slice(5));
      for (const { answer } of slow) assert.match(await answer, /^HTTP\/1\.1 201 /);
      assert.deepEqual(await server.process.ended(), { code: 0, signal: null });
      for (const pid of pids) assert.throws(() => process.kill(pid, 0), { code: "ESRCH" });
    });
  });

  test("the rate limit of an address holds over both workers", async (t) => {
    const maxRequests = 200;
    const server = await startWorkersServer(t, { RATE_LIMIT: String(maxRequests) });
    const workers = await server.workers(2);
    // Finding the workers took requests too; each of them is logged.
    const used = server.process.output().match(/"operationId":"getHealth"/g)?.length ?? 0;
    const statuses = await Promise.all(
      workers.flatMap(({ baseUrl }) =>
        Array.from({ length: maxRequests }, async () => {
          const response = await fetch(`${baseUrl}/health`);
          await response.arrayBuffer();
          return response.status;
        }),
      ),
    );
    const accepted = used + statuses.filter((status) => status === 200).length;
    assert.ok(accepted <= maxRequests && accepted >= maxRequests - 16, `${accepted} of ${maxRequests} were accepted`);
    assert.ok(statuses.every((status) => status === 200 || status === 429));
  });

  /** How many getUser requests with 204 the metrics of a worker report. */
  async function counted({ baseUrl }: Worker): Promise<number> {
    const text = await (await fetch(`${baseUrl}/metrics`)).text();
    return Number(/^http_requests_total\{operation="getUser",status="204"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  test("an error that keeps workers from starting is reported once, and ends the server", async (t) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    t.after(() => taken.close());
    const address = taken.address();
    assert.ok(address && typeof address === "object");
    const database = await testDatabase();
    t.after(() => database.drop());
    const JWT_SECRET = "0123456789abcdef0123456789abcdef";
    const env = { ...database.env, JWT_SECRET, WORKERS: "2", PORT: String(address.port) };
    const server = startProcess({ module: "src/server/main", env });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    assert.equal(server.output().match(new RegExp(`\\b${address.port}\\b`, "g"))?.length, 1, server.output());
  });
}

async function makeAdmin({ database: { env } }: WorkersServer, id: string): Promise<void> {
  const url = env.DATABASE_URL;
  const log = pino({ level: "silent" });
  const database = await connect({ dataDir: env.DATA_DIR ?? "", log, ...(url === undefined ? {} : { url }) });
  await modelsOf(database).User.update({ isAdmin: true }, { where: { id } });
  await database.close();
}
