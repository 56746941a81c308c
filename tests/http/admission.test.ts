import assert from "node:assert/strict";
import { Agent, type IncomingMessage, request as send } from "node:http";
import { json } from "node:stream/consumers";
import { type TestContext, test } from "node:test";
import { createAdmission } from "../../src/http/admission.ts";
import { startApi, until } from "./api.ts";

const most = 512;
const mostUnderLoad = 32;

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly body: unknown;
}

/** A server whose `getThing` takes as long as the test wants, and clients that keep their connections. */
async function scene(t: TestContext) {
  let time = 0;
  const admission = createAdmission(() => time);
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
    },
    {
      admission,
      corsOrigin: "*",
      handlers: {
        getThing: () => hold().then(() => answer),
        getElsewhere: () => admission.outside(hold).then(() => answer),
      },
    },
  );
  let agent = new Agent({ keepAlive: true });
  const hangUp = () => {
    agent.destroy();
    agent = new Agent({ keepAlive: true });
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
  return {
    ...api,
    get,
    hangUp,
    getMany: (count: number, path: string) => Array.from({ length: count }, () => get(path)),
    refused: (count: number) => until(() => api.records.filter(({ status }) => status === 503).length === count),
    held: (count: number) => until(() => held.length === count),
    release() {
      for (const go of held) go();
      held = [];
    },
    pass(milliseconds: number) {
      time += milliseconds;
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

  assert.equal((await get("/health")).status, 200, "what is essential is answered");
  release();
  assert.equal(count(await statuses(slow), 200), most);
});

test("under load 32 are admitted at a time, until a second passes in which few are turned away", async (t) => {
  const { get, getMany, held, release, pass, refused } = await scene(t);
  const slow = getMany(most, "/thing");
  await held(most);
  await get("/quick");
  release();
  await Promise.all(slow);

  const under = getMany(40, "/thing");
  await held(mostUnderLoad);
  await refused(1 + 8);
  pass(1000);
  assert.equal((await get("/quick")).status, 503, "load lasts while many are turned away");
  release();
  const answered = await statuses(under);
  assert.equal(count(answered, 200), mostUnderLoad);
  assert.equal(count(answered, 503), 40 - mostUnderLoad);

  for (let i = 0; i < 20; i++) assert.equal((await get("/quick")).status, 200);
  pass(1000);
  await get("/quick");
  const after = getMany(100, "/thing");
  await held(100);
  release();
  assert.equal(count(await statuses(after), 200), 100);
});

test("load is over when those who are left cannot bring it about, however often they try again", async (t) => {
  const { get, getMany, held, release, pass, refused, hangUp } = await scene(t);
  const slow = getMany(most, "/thing");
  await held(most);
  await get("/quick");
  release();
  await Promise.all(slow);
  hangUp();

  const under = getMany(100, "/thing");
  await held(mostUnderLoad);
  await refused(1 + 68);
  pass(1000);
  await get("/quick");
  assert.equal((await get("/quick")).status, 200);
  release();
  await Promise.all(under);
});

test("what waits in another queue does not count", async (t) => {
  const { get, getMany, held, release } = await scene(t);
  const slow = getMany(most + 10, "/elsewhere");
  await held(most + 10);
  assert.equal((await get("/quick")).status, 200);
  release();
  assert.equal(count(await statuses(slow), 200), most + 10);
});
