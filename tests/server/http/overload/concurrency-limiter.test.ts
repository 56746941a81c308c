import assert from "node:assert/strict";
import { Agent, type IncomingMessage, request as send } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { createConcurrencyLimiter } from "../../../../src/server/http/overload/concurrency-limiter.ts";
import { startSketchApi, until } from "../api.ts";
import { head, sendRaw } from "../raw.ts";

const maxConcurrency = 512;
const minConcurrency = 64;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

const newAgent = () => new Agent({ keepAlive: true, maxFreeSockets: 1000 });

/** A server whose `getThing` ends when the test releases it, and clients with keep-alive connections. */
async function scene(t: TestContext) {
  let time = 0;
  let isBusy = true;
  const limiter = createConcurrencyLimiter(
    () => time,
    () => isBusy,
  );
  let held: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => held.push(resolve));
  const answer = { status: 200, body: {} };
  const api = await startSketchApi(
    t,
    {
      "GET /thing": { operationId: "getThing" },
      "GET /quick": { operationId: "getQuick" },
      "GET /elsewhere": { operationId: "getElsewhere" },
      "GET /health": { operationId: "getHealth" },
      "GET /ready": { operationId: "getReadiness" },
      "GET /metrics": { operationId: "getMetrics" },
    },
    {
      limiter,
      corsOrigin: "*",
      handlers: {
        getThing: () => hold().then(() => answer),
        getElsewhere: () => limiter.whileQueuedElsewhere(hold).then(() => answer),
      },
    },
  );
  let agent = newAgent();
  const disconnect = () => {
    agent.destroy();
    agent = newAgent();
  };
  t.after(disconnect);

  function get(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = send({ agent, port: api.port, path, headers }, (response) => {
        const { statusCode: status, headers } = response;
        json(response).then((body) => resolve({ status, headers, body }), reject);
      });
      sent.on("error", reject);
      sent.end();
    });
  }
  const getMany = (count: number, path: string) => Array.from({ length: count }, () => get(path));
  const untilHeld = (count: number) => until(() => held.length === count);
  function release(): void {
    for (const resume of held) resume();
    held = [];
  }
  return {
    ...api,
    get,
    getMany,
    disconnect,
    release,
    held: untilHeld,
    /** Sends so many requests at once that one is rejected; then all others are answered. */
    async overload() {
      const slow = getMany(maxConcurrency, "/thing");
      await untilHeld(maxConcurrency);
      await get("/quick");
      release();
      await Promise.all(slow);
    },
    refused: (count: number) => until(() => api.records.filter(({ status }) => status === 503).length === count),
    pass(milliseconds: number) {
      time += milliseconds;
    },
    /** From now on the event loop counts as idle, as if it waited for the database. */
    idle() {
      isBusy = false;
    },
  };
}

const statuses = async (answers: readonly Promise<Answer>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const count = (list: readonly unknown[], wanted: unknown) => list.filter((item) => item === wanted).length;

test("512 requests in flight are answered; one more is rejected with the documented error body and Retry-After", async (t) => {
  const { get, getMany, held, release, records, log } = await scene(t);
  const slow = getMany(maxConcurrency, "/thing");
  await held(maxConcurrency);
  const refused = await get("/quick", { Origin: "https://a.example", "X-Request-Id": "one-too-many" });
  assert.equal(refused.status, 503);
  assert.equal(refused.headers["retry-after"], "2");
  assert.equal(refused.headers["content-type"], "application/json; charset=utf-8");
  assert.equal(refused.headers["access-control-allow-origin"], "*");
  assert.match(refused.headers["access-control-expose-headers"] ?? "", /Retry-After/);
  assert.equal(refused.headers["x-request-id"], "one-too-many");
  assert.equal(refused.headers["cache-control"], "no-store");
  assert.deepEqual(refused.body, {
    result: "Service Unavailable",
    hint: "More requests come than can be answered, try again in 2 seconds",
  });
  const problem = await get("/quick", { Accept: "application/problem+json" });
  assert.equal(problem.headers["content-type"], "application/problem+json; charset=utf-8");
  await until(() => log.some(({ requests }) => requests === 2));
  assert.equal(records.length, 2);
  assert.ok(records.every(({ operationId, status }) => operationId === "getQuick" && status === 503));

  for (const path of ["/health", "/ready", "/metrics"]) {
    assert.equal((await get(path)).status, 200, `${path} is not rejected`);
  }
  release();
  assert.equal(count(await statuses(slow), 200), maxConcurrency);
});

test("under load as many are admitted as are answered in 10 ms, then twice as many after each interval without rejections", async (t) => {
  const { overload, getMany, held, release, pass, refused } = await scene(t);
  await overload();
  for (let i = 0; i < 4; i++) await Promise.all(getMany(372, "/quick"));

  pass(100);
  const under = getMany(250, "/thing");
  await held((maxConcurrency + 4 * 372) / 10);
  await refused(1 + 50);
  release();
  const answered = await statuses(under);
  assert.equal(count(answered, 200), 200);
  assert.equal(count(answered, 503), 50);

  for (const admitted of [minConcurrency, 2 * minConcurrency]) {
    pass(100);
    const slow = getMany(admitted, "/thing");
    await held(admitted);
    release();
    await Promise.all(slow);
  }
  const tooMany = getMany(2 * minConcurrency + 1, "/thing");
  await refused(1 + 50 + 1);
  release();
  await Promise.all(tooMany);
});

test("while the event loop is idle, rejections do not lower the limit", async (t) => {
  const { overload, getMany, held, release, pass, refused, idle } = await scene(t);
  await overload();

  pass(100);
  const under = getMany(2 * minConcurrency, "/thing");
  await refused(1 + minConcurrency);
  idle();
  release();
  await Promise.all(under);
  pass(100);
  const more = getMany(2 * minConcurrency, "/thing");
  await held(2 * minConcurrency);
  release();
  assert.equal(count(await statuses(more), 200), 2 * minConcurrency);
});

test("after an interval without requests the limit is at its maximum again", async (t) => {
  const { overload, getMany, held, release, pass, refused } = await scene(t);
  await overload();
  pass(100);
  const under = getMany(2 * minConcurrency, "/thing");
  await refused(1 + minConcurrency);
  release();
  await Promise.all(under);

  pass(1500);
  const burst = getMany(maxConcurrency, "/thing");
  await held(maxConcurrency);
  release();
  assert.equal(count(await statuses(burst), 200), maxConcurrency);
});

test("with few connections no request is rejected, even right after overload", async (t) => {
  const { overload, getMany, held, release, pass, disconnect } = await scene(t);
  await overload();
  disconnect();

  pass(100);
  const requests = getMany(2 * minConcurrency, "/thing");
  await held(2 * minConcurrency);
  release();
  assert.equal(count(await statuses(requests), 200), 2 * minConcurrency);
});

test("requests that wait in another queue do not count", async (t) => {
  const { get, getMany, held, release } = await scene(t);
  const slow = getMany(maxConcurrency + 10, "/elsewhere");
  await held(maxConcurrency + 10);
  assert.equal((await get("/quick")).status, 200);
  release();
  assert.equal(count(await statuses(slow), 200), maxConcurrency + 10);
});

test("the body of a rejected request does not break the connection for the next request", async (t) => {
  const { port, getMany, held, release } = await scene(t);
  const slow = getMany(maxConcurrency, "/thing");
  await held(maxConcurrency);
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(`POST /quick HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n${" ".repeat(100_000)}`);
  socket.write(head("GET /health"));
  await new Promise((resolve) => socket.once("close", resolve));
  assert.deepEqual(received.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 503", "HTTP/1.1 200"]);
  release();
  await Promise.all(slow);
});

test("a client that disconnects before its rejection is written is not recorded", async (t) => {
  const rejections: (() => void)[] = [];
  const limiter = {
    ...createConcurrencyLimiter(),
    rejects: () => true,
    scheduleRejection: (respond: () => void) => void rejections.push(respond),
  };
  const { port, records } = await startSketchApi(t, { "GET /quick": { operationId: "getQuick" } }, { limiter });
  const disconnected = connect(port, "127.0.0.1");
  disconnected.write(head("GET /quick"));
  await until(() => rejections.length === 1);
  disconnected.destroy();
  const connected = sendRaw(port, [head("GET /quick")]);
  await until(() => rejections.length === 2);
  for (const respond of rejections) respond();
  assert.equal((await connected)?.status, 503);
  assert.equal(records.length, 1);
});
