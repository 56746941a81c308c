import assert from "node:assert/strict";
import { Agent, request as sendRequest } from "node:http";
import test, { type TestContext } from "node:test";
import fc from "fast-check";
import { pino } from "pino";
import { routes } from "../../../generated/operations.ts";
import { listen } from "../../../src/server/http/listener.ts";
import { observe } from "../../../src/server/http/logging/request-log.ts";
import { createDispatcher } from "../../../src/server/http/pipeline/dispatcher.ts";
import { createExpress } from "../../../src/server/http/pipeline/express.ts";
import { createEventStreams } from "../../../src/server/http/sse/event-streams.ts";
import { identities } from "./api.ts";
import { createOracle, type DispatchOutcome, document, type Sent } from "./oracle.ts";
import { requests } from "./requests.ts";

const runs = 4000;

test("the dispatcher and openapi-backend's handleRequest agree on generated requests", {
  timeout: 120_000,
}, async (t) => {
  const [dispatch, oracle] = await Promise.all([startDispatcher(t), createOracle()]);
  const outcomes = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(requests, async (sent) => {
      const outcome = await dispatch(sent);
      assert.deepEqual(plain(outcome), plain(await oracle(sent)), JSON.stringify(sent));
      const name = typeof outcome === "number" ? String(outcome) : outcome.operationId;
      outcomes.set(name, (outcomes.get(name) ?? 0) + 1);
    }),
    { numRuns: runs, seed: 20_261_123 },
  );
  // Agreement proves little if the requests are all alike.
  for (const { operationId } of routes) assert.ok(outcomes.has(operationId), `${operationId} was never reached`);
  for (const status of ["400", "403", "404", "405"])
    assert.ok((outcomes.get(status) ?? 0) > runs / 100, `few ${status}`);
});

const asMember = { authorization: "Bearer member" };
const asJson = { ...asMember, "content-type": "application/json" };

/** Intended differences between the dispatcher and openapi-backend. */
const differences: readonly [reason: string, sent: Sent, dispatched: number | string, oracle: number | string][] = [
  ["HEAD is served by GET", { method: "HEAD", target: "/post/1", headers: asMember }, "getPost", 405],
  ["OPTIONS lists the allowed methods", { method: "OPTIONS", target: "/post/1", headers: {} }, 204, 405],
  [
    "an integer has one spelling: no exponent",
    { method: "GET", target: "/post/1e2", headers: asMember },
    400,
    "getPost",
  ],
  ["no leading zero", { method: "GET", target: "/post/007", headers: asMember }, 400, "getPost"],
  ["no fraction", { method: "GET", target: "/post?limit=5.0", headers: asMember }, 400, "listPosts"],
  ["no plus, which is a space", { method: "GET", target: "/post?limit=+5", headers: asMember }, 400, "listPosts"],
  ["no other base", { method: "GET", target: "/post/0x10", headers: asMember }, 400, "getPost"],
  ["no query name is ignored", { method: "GET", target: "/post?__proto__=1", headers: asMember }, 400, "listPosts"],
  ["nor is an empty name", { method: "GET", target: "/post?=1", headers: asMember }, 400, "listPosts"],
  [
    "no property is given twice",
    { method: "POST", target: "/post", headers: asJson, body: '{"content":"a","content":"b"}' },
    400,
    "createPost",
  ],
  [
    "a body needs the media type of JSON",
    { method: "POST", target: "/post", headers: asMember, body: '{"content":"a"}' },
    415,
    "createPost",
  ],
  [
    "a body is not compressed",
    { method: "POST", target: "/post", headers: { ...asJson, "content-encoding": "gzip" }, body: '{"content":"a"}' },
    415,
    "createPost",
  ],
  [
    "a body has at most 64 KiB",
    { method: "POST", target: "/post", headers: asJson, body: `{"content":"a"}${" ".repeat(65_536)}` },
    413,
    "createPost",
  ],
];

test("the dispatcher differs from handleRequest only on purpose", async (t) => {
  const [dispatch, oracle] = await Promise.all([startDispatcher(t), createOracle()]);
  for (const [reason, sent, expected, oracleExpected] of differences) {
    const outcomes = [await dispatch(sent), await oracle(sent)];
    const names = outcomes.map((outcome) => (typeof outcome === "number" ? outcome : outcome.operationId));
    assert.deepEqual(names, [expected, oracleExpected], reason);
  }
});

/** Removes prototypes and undefined properties, in which the outcomes may differ. */
function plain(outcome: DispatchOutcome): unknown {
  return JSON.parse(JSON.stringify(outcome));
}

/** Serves with the dispatcher over a real connection. Its handlers store their input. */
async function startDispatcher(t: TestContext): Promise<(sent: Sent) => Promise<DispatchOutcome>> {
  let reached: DispatchOutcome | undefined;
  const handlers = Object.fromEntries(
    routes.map(({ operationId, answers }) => [
      operationId,
      async ({ path, query, body }: Readonly<Record<string, unknown>>) => {
        reached = { operationId, path, query, body };
        return { status: Number(Object.keys(answers).find((status) => status.startsWith("2"))) };
      },
    ]),
  );
  const app = createExpress(0);
  app.use(observe({ log: pino({ level: "silent" }), record: () => {} }));
  app.use(
    await createDispatcher({
      document,
      routes,
      handlers,
      authenticate: (token) => identities[token],
      rateLimit: () => Promise.resolve(undefined),
      streams: createEventStreams({ isExpired: () => false, onError: () => {} }),
      answerError: (error) => {
        throw error;
      },
    }),
  );
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => {
    agent.destroy();
    return listener.close();
  });
  return async (sent) => {
    reached = undefined;
    const status = await send(agent, listener.port, sent);
    return reached ?? status;
  };
}

function send(agent: Agent, port: number, { method, target, headers, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const options = { host: "127.0.0.1", port, agent, method, path: target, headers: { ...headers, ...length } };
    const request = sendRequest(options, (response) => {
      response.resume().once("end", () => resolve(response.statusCode ?? 0));
    });
    request.once("error", reject).end(body);
  });
}
