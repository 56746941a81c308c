import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { createViolationFinder } from "../../../../src/openapi/violation.ts";
import { listen } from "../../../../src/server/http/listener.ts";
import { observe } from "../../../../src/server/http/logging/request-log.ts";
import { createDispatcher } from "../../../../src/server/http/pipeline/dispatcher.ts";
import { createExpress } from "../../../../src/server/http/pipeline/express.ts";
import { createContractCheck, type ReportedViolation } from "../../../../src/server/http/response/contract-check.ts";
import { errorAnswers } from "../../../../src/server/http/response/errors.ts";
import { createEventStreams } from "../../../../src/server/http/sse/event-streams.ts";
import { document, route } from "./contract-document.ts";

const secret = "an engine of cogs";

interface Setting {
  readonly mode: "off" | "strict";
  readonly sample?: number;
  readonly random?: () => number;
}

/** Serves the document with a handler that always returns the same answer, until the test ends. */
async function serve(t: TestContext, answer: object, { mode, sample = 0, random = () => 0.5 }: Setting) {
  const lines: string[] = [];
  const records: ReportedViolation[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(line) });
  const checkAnswer = createContractCheck({
    findViolation: createViolationFinder(document),
    mode,
    sample,
    random,
    log,
    record: (violation) => records.push(violation),
  });
  const app = createExpress(0);
  app.use(observe({ log, record: () => {} }));
  app.use(
    await createDispatcher({
      document,
      routes: [route],
      handlers: { getThing: async () => answer },
      authenticate: () => undefined,
      rateLimit: async () => undefined,
      answerError: errorAnswers({
        log,
        hideErrors: false,
        isUnavailable: () => false,
        errorMessage: (error) => (error instanceof Error ? error.message : "Unknown error"),
      }),
      streams: createEventStreams({ isExpired: () => false, onError: () => {} }),
      checkAnswer,
    }),
  );
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  t.after(() => listener.close());
  const call = (path = "/thing/1", headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${listener.port}${path}`, { headers: { "X-Request-Id": "r-1", ...headers } });
  const violations = () => lines.filter((line) => line.includes("broke the contract")).map((line) => JSON.parse(line));
  return { call, records, lines, violations };
}

const headers = { "X-Count": 1 };
const owner = { name: "Ada" };

type Row = readonly [name: string, answer: object, part: string, rule: string, hint: string];
const rows: readonly Row[] = [
  [
    "an extra property",
    { status: 200, headers, body: { owner: { ...owner, password: secret } } },
    "body",
    "owner has an unknown property 'password'",
    "a body that breaks the contract: owner has an unknown property 'password'",
  ],
  [
    "an extra property at the top level",
    { status: 200, headers, body: { owner, password: secret } },
    "body",
    "body has an unknown property 'password'",
    "a body that breaks the contract: body has an unknown property 'password'",
  ],
  [
    "a text that is too long",
    { status: 200, headers, body: { owner: { name: secret } } },
    "body",
    "owner.name must have at most 16 characters",
    "a body that breaks the contract: owner.name must have at most 16 characters",
  ],
  [
    "a missing property",
    { status: 200, headers, body: { owner: {} } },
    "body",
    "owner.name is missing",
    "a body that breaks the contract: owner.name is missing",
  ],
  [
    "another type",
    { status: 200, headers, body: { owner: { name: 7 } } },
    "body",
    "owner.name must be a string",
    "a body that breaks the contract: owner.name must be a string",
  ],
  [
    "a wrong format",
    { status: 200, headers, body: { owner: { ...owner, born: secret } } },
    "body",
    "owner.born must be a date",
    "a body that breaks the contract: owner.born must be a date",
  ],
  [
    "a broken pattern in a list",
    { status: 200, headers, body: { owner, tags: ["a", secret] } },
    "body",
    "tags[] must have small letters only",
    "a body that breaks the contract: tags[] must have small letters only",
  ],
  ["no body", { status: 200, headers }, "body", "body is missing", "a body that breaks the contract: body is missing"],
  [
    "a body for a status without one",
    { status: 204, body: { secret } },
    "body",
    "body must not be there",
    "a body that breaks the contract: body must not be there",
  ],
  [
    "a missing header",
    { status: 200, body: { owner } },
    "headers",
    "X-Count is missing",
    "headers that break the contract: X-Count is missing",
  ],
  [
    "a header that is too small",
    { status: 200, headers: { "X-Count": -1 }, body: { owner } },
    "headers",
    "X-Count must be at least 0",
    "headers that break the contract: X-Count must be at least 0",
  ],
  [
    "a header of another type",
    { status: 200, headers: { "x-count": secret }, body: { owner } },
    "headers",
    "X-Count must be an integer",
    "headers that break the contract: X-Count must be an integer",
  ],
  [
    "a header that is too long, by reference",
    { status: 200, headers: { ...headers, "X-Note": secret }, body: { owner } },
    "headers",
    "X-Note must have at most 3 characters",
    "headers that break the contract: X-Note must have at most 3 characters",
  ],
  [
    "another media type",
    { status: 200, headers, body: { owner }, contentType: "application/problem+json" },
    "media type",
    "the documented ones are application/json",
    "a media type that breaks the contract: the documented ones are application/json",
  ],
];

for (const [name, answer, part, rule, hint] of rows) {
  test(`strict: ${name} is a 500 that names the rule`, async (t) => {
    const { call, records, violations, lines } = await serve(t, answer, { mode: "strict" });
    const response = await call();
    assert.equal(response.status, 500);
    const { result, hint: actualHint } = JSON.parse(await response.text());
    const status = "status" in answer ? answer.status : "";
    assert.equal(result, "Internal Server Error");
    assert.equal(actualHint, `getThing answered ${status} with ${hint}; the server's log has it as request r-1`);
    assert.deepEqual(records[0], { operationId: "getThing", rule: `${part}: ${rule}` });
    const [{ requestId, operationId, part: logged }] = violations();
    assert.deepEqual([requestId, operationId, logged], ["r-1", "getThing", part]);
    assert.ok(!lines.join("").includes(secret), "the answer is in the log");
  });

  test(`sampled: ${name} is answered unchanged, then counted and logged once`, async (t) => {
    const { call, records, violations, lines } = await serve(t, answer, { mode: "off", sample: 1 });
    const response = await call();
    assert.equal(response.status, "status" in answer ? answer.status : "");
    await response.text();
    while (records.length === 0) await sleep(1);
    assert.deepEqual(records, [{ operationId: "getThing", rule: `${part}: ${rule}` }]);
    assert.equal(violations().length, 1);
    assert.equal(violations()[0].rule, rule);
    assert.ok(!lines.join("").includes(secret), "the answer is in the log");
  });
}

const good = { status: 200, headers, body: { owner: { name: "𝔸".repeat(16), born: null }, tags: [] } };

test("answers that keep the contract pass in both modes, refusals and problem details included", async (t) => {
  for (const setting of [{ mode: "strict" }, { mode: "off", sample: 1 }] as const) {
    const { call, records } = await serve(t, good, setting);
    assert.equal((await call()).status, 200);
    assert.equal((await call("/thing/10")).status, 400);
    const problem = await call("/thing/10", { Accept: "application/problem+json" });
    assert.match(problem.headers.get("Content-Type") ?? "", /^application\/problem\+json/);
    assert.equal((await call("/elsewhere")).status, 404);
    await sleep(5);
    assert.deepEqual(records, []);
  }
});

test("an undocumented status is a 500 with a message, and a violation", async (t) => {
  const strict = await serve(t, { status: 201, headers, body: good.body }, { mode: "strict" });
  const response = await strict.call();
  assert.equal(response.status, 500);
  assert.match(await response.text(), /getThing answered with the status 201, which it does not document/);
  assert.deepEqual(strict.records, [
    { operationId: "getThing", rule: "status: the documented ones are 200, 204, 400" },
  ]);
});

test("a random sample of the answers is checked", async (t) => {
  const draws = [0.009, 0.01, 0.5, 0, 0.999];
  let drawn = 0;
  const random = () => draws[drawn++ % draws.length] ?? 0;
  const { call, records } = await serve(t, { ...good, headers: {} }, { mode: "off", sample: 0.01, random });
  for (const _ of draws) await (await call()).text();
  await sleep(5);
  assert.equal(drawn, draws.length);
  assert.equal(records.length, 2);
});

test("without a sample no random number is drawn and no answer is checked", async (t) => {
  const random = () => assert.fail("a random number was drawn");
  const { call, records } = await serve(t, { ...good, headers: {} }, { mode: "off", random });
  assert.equal((await call()).status, 200);
  await sleep(5);
  assert.deepEqual(records, []);
});
