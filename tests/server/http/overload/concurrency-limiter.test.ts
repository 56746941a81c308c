import assert from "node:assert/strict";
import { Agent, type IncomingMessage, request as send } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { createConcurrencyLimiter } from "../../../../src/server/http/overload/concurrency-limiter.ts";
import { startApi, until } from "../api.ts";
import { head, sendRaw } from "../raw.ts";

const most = 512;
const leastUnderLoad = 64;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

const newAgent = () => new Agent({ keepAlive: true, maxFreeSockets: 1000 });

/** A server whose `getThing` takes as long as the test wants, and clients that keep their connections. */
async function scene(t: TestContext) {
  let time = 0;
  let isBusy = true;
  const admission = createConcurrencyLimiter(
    () => time,
    () => isBusy,
  );
  let held: (() => void)[] = [];
  const hold = () => new Promise<void>((resolve) => held.push(resolve));
  const answer = { status: 200, body: {} };
  const api = await startApi(
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
      admission,
      corsOrigin: "*",
      handlers: {
        getThing: () => hold().then(() => answer),
        getElsewhere: () => admission.whileQueuedElsewhere(hold).then(() => answer),
      },
    },
  );
  let agent = newAgent();
  const hangUp = () => {
    agent.destroy();
    agent = newAgent();
  };
  t.after(hangUp);

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
    for (const go of held) go();
    held = [];
  }
  return {
    ...api,
    get,
    getMany,
    hangUp,
    release,
    held: untilHeld,
    /** So many ask at once that one is turned away; then all are answered. */
    async overload() {
      const slow = getMany(most, "/thing");
      await untilHeld(most);
      await get("/quick");
      release();
      await Promise.all(slow);
    },
    refused: (count: number) => until(() => api.records.filter(({ status }) => status === 503).length === count),
    pass(milliseconds: number) {
      time += milliseconds;
    },
    /** The event loop waits, as for the database. */
    idle() {
      isBusy = false;
    },
  };
}

const statuses = async (answers: readonly Promise<Answer>[]) =>
  (await Promise.all(answers)).map(({ status }) => status);
const count = (list: readonly unknown[], wanted: unknown) => list.filter((each) => each === wanted).length;

test("what 512 clients wait for is answered; one more is told to come again, in the form of every error", async (t) => {
  const { get, getMany, held, release, records, log } = await scene(t);
  const slow = getMany(most, "/thing");
  await held(most);
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
    assert.equal((await get(path)).status, 200, `${path} is answered`);
  }
  release();
  assert.equal(count(await statuses(slow), 200), most);
});

test("under load as many are admitted as are answered in 10 ms, then twice as many with each interval without refusals", async (t) => {
  const { overload, getMany, held, release, pass, refused } = await scene(t);
  await overload();
  for (let i = 0; i < 4; i++) await Promise.all(getMany(372, "/quick"));

  pass(100);
  const under = getMany(250, "/thing");
  await held((most + 4 * 372) / 10);
  await refused(1 + 50);
  release();
  const answered = await statuses(under);
  assert.equal(count(answered, 200), 200);
  assert.equal(count(answered, 503), 50);

  for (const admitted of [leastUnderLoad, 2 * leastUnderLoad]) {
    pass(100);
    const slow = getMany(admitted, "/thing");
    await held(admitted);
    release();
    await Promise.all(slow);
  }
  const tooMany = getMany(2 * leastUnderLoad + 1, "/thing");
  await refused(1 + 50 + 1);
  release();
  await Promise.all(tooMany);
});

test("while the event loop waits, those who are turned away do not make those who are admitted fewer", async (t) => {
  const { overload, getMany, held, release, pass, refused, idle } = await scene(t);
  await overload();

  pass(100);
  const under = getMany(2 * leastUnderLoad, "/thing");
  await refused(1 + leastUnderLoad);
  idle();
  release();
  await Promise.all(under);
  pass(100);
  const more = getMany(2 * leastUnderLoad, "/thing");
  await held(2 * leastUnderLoad);
  release();
  assert.equal(count(await statuses(more), 200), 2 * leastUnderLoad);
});

test("once nobody asked for a while the load is over, whatever was answered meanwhile", async (t) => {
  const { overload, getMany, held, release, pass, refused } = await scene(t);
  await overload();
  pass(100);
  const under = getMany(2 * leastUnderLoad, "/thing");
  await refused(1 + leastUnderLoad);
  release();
  await Promise.all(under);

  pass(1500);
  const burst = getMany(most, "/thing");
  await held(most);
  release();
  assert.equal(count(await statuses(burst), 200), most);
});

test("on few connections nobody is turned away, however soon after load", async (t) => {
  const { overload, getMany, held, release, pass, hangUp } = await scene(t);
  await overload();
  hangUp();

  pass(100);
  const few = getMany(2 * leastUnderLoad, "/thing");
  await held(2 * leastUnderLoad);
  release();
  assert.equal(count(await statuses(few), 200), 2 * leastUnderLoad);
});

test("what waits in another queue does not count", async (t) => {
  const { get, getMany, held, release } = await scene(t);
  const slow = getMany(most + 10, "/elsewhere");
  await held(most + 10);
  assert.equal((await get("/quick")).status, 200);
  release();
  assert.equal(count(await statuses(slow), 200), most + 10);
});

test("the body of a request that is turned away does not spoil the connection for the next", async (t) => {
  const { port, getMany, held, release } = await scene(t);
  const slow = getMany(most, "/thing");
  await held(most);
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

test("who has gone when it is their turn to be turned away is not counted as answered", async (t) => {
  const late: (() => void)[] = [];
  const admission = {
    ...createConcurrencyLimiter(),
    turnsAway: () => true,
    refuse: (answer: () => void) => void late.push(answer),
  };
  const { port, records } = await startApi(t, { "GET /quick": { operationId: "getQuick" } }, { admission });
  const gone = connect(port, "127.0.0.1");
  gone.write(head("GET /quick"));
  await until(() => late.length === 1);
  gone.destroy();
  const stays = sendRaw(port, [head("GET /quick")]);
  await until(() => late.length === 2);
  for (const answer of late) answer();
  assert.equal((await stays)?.status, 503);
  assert.equal(records.length, 1);
});
