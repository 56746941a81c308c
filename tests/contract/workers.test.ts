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
import { startProcess, testRuntime } from "../support/server-process.ts";
import { spec } from "../support/spec.ts";
import { testDatabase } from "../support/test-database.ts";
import { startWorkers, type Worker, type WorkersServer } from "../support/workers.ts";

const wrong = { password: "not the password" };

if (testRuntime() === "deno") {
  test("on Deno several processes are refused", async (t) => {
    const database = await testDatabase();
    t.after(() => database.drop());
    const env = { ...database.env, JWT_SECRET: "0123456789abcdef0123456789abcdef", WORKERS: "2", PORT: "0" };
    const server = startProcess({ module: "src/server/main", env });
    assert.deepEqual(await server.ended(), { code: 1, signal: null });
    assert.match(server.output(), /WORKERS must be 1 on Deno/);
  });
} else {
  test("two processes are one server", async (t) => {
    const server = await startWorkers(t, { RATE_LIMIT: "100000" });
    const [one, other] = await server.doors(2);
    const [ada, bob] = await one.api.members(2);
    const bobThere = other.api.as(bob.token);

    await t.test("it says once that it is ready", () => {
      assert.equal(server.process.output().match(/ready at/g)?.length, 1);
    });

    await t.test("a session that one ends is over in the other when the first says so", async () => {
      for (let time = 0; time < 8; time++) {
        const { token, refreshToken } = await one.api.logIn(ada.id, ada.password);
        await other.api.as(token).call("getMe", 200);
        await one.api.as(token).call("logOut", 200, { body: { refreshToken } });
        await Promise.all([1, 2, 3, 4].map(() => other.api.as(token).call("getMe", 403)));
      }
    });

    await t.test("a notification reaches streams of both at once", async () => {
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Look at this" } });
      const path = { postId: post.id };
      // Connections take turns, so that not all of these can be with one process.
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

    await t.test("the metrics of both workers are added up in each response", async () => {
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

    await t.test("writes of both at once are all done, and counted right", async () => {
      const { body: post } = await ada.call("createPost", 201, { body: { content: "Busy" } });
      const path = { postId: post.id };
      // As many connections as are needed, which take turns.
      const anywhere = clientOf(server.baseUrl, bob.token);
      const writing = Array.from({ length: 120 }, (_, i) =>
        anywhere.call("createComment", 201, { path, body: { content: `Comment ${i}` } }),
      );
      await Promise.all(writing);
      assert.equal((await ada.call("getPost", 200, { path })).body.commentCount, 120);
    });

    await t.test("wrong passwords are counted by account in both together", async () => {
      const { id } = await other.api.members(1).then(([member]) => member);
      for (let i = 0; i < 10; i++) {
        await (i % 2 === 0 ? one : other).api.anyone.call("logIn", 401, { body: { id, ...wrong } });
      }
      for (const { api } of [one, other]) await api.anyone.call("logIn", 429, { body: { id, ...wrong } });
    });

    await t.test("one that dies is replaced, and meanwhile the other serves", async () => {
      const before = await counted(one);
      process.kill(one.pid, "SIGKILL");
      for (let i = 0; i < 20; i++) await bobThere.call("getMe", 200);
      await server.process.line(/starting another in/);
      const fresh = await server.doors(2);
      assert.ok(!fresh.some(({ pid }) => pid === one.pid));
      for (const worker of fresh) {
        await worker.api.as(bob.token).call("getMe", 200);
        assert.equal(await counted(worker), before, "a counter fell");
      }
    });

    await t.test("on SIGTERM both finish what they have, and no process is left", async () => {
      const pids = (await server.doors(2)).map(({ pid }) => pid);
      const body = JSON.stringify({ content: "Sent slowly" });
      const head = [
        "POST /post HTTP/1.1",
        "Host: minifb",
        "Content-Type: application/json",
        `Content-Length: ${body.length}`,
        `Authorization: Bearer ${bob.token}`,
        "Connection: close",
      ];
      // Connections take turns, so that both processes have some of these.
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

  test("requests of one address are limited in both processes together", async (t) => {
    const most = 200;
    const server = await startWorkers(t, { RATE_LIMIT: String(most) });
    const doors = await server.doors(2);
    // Finding the doors took requests, too; each of them is logged.
    const used = server.process.output().match(/"operationId":"getHealth"/g)?.length ?? 0;
    const statuses = await Promise.all(
      doors.flatMap(({ baseUrl }) =>
        Array.from({ length: most }, async () => {
          const response = await fetch(`${baseUrl}/health`);
          await response.arrayBuffer();
          return response.status;
        }),
      ),
    );
    const accepted = used + statuses.filter((status) => status === 200).length;
    assert.ok(accepted <= most && accepted >= most - 16, `${accepted} of ${most} were accepted`);
    assert.ok(statuses.every((status) => status === 200 || status === 429));
  });

  /** How many it says were told that there is no such user. */
  async function counted({ baseUrl }: Worker): Promise<number> {
    const text = await (await fetch(`${baseUrl}/metrics`)).text();
    return Number(/^http_requests_total\{operation="getUser",status="204"\} (\d+)$/m.exec(text)?.[1] ?? 0);
  }

  test("what keeps processes from starting is said once, and ends the server", async (t) => {
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
  await database.models.User.update({ isAdmin: true }, { where: { id } });
  await database.close();
}
