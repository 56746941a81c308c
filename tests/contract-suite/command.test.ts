import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { startProcess } from "../support/server-process.ts";
import { answerJson, startStub } from "./stub.ts";

async function run(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = startProcess({ module: "src/commands/contract", args, env: {} });
  const { code } = await child.ended();
  return { code, output: child.output() };
}

const sound = (t: TestContext) => startStub(t, (_, response) => answerJson(response, 200, { status: "ok" }));
const broken = (t: TestContext) =>
  startStub(t, (_, response) => answerJson(response, 200, { status: "<fine> & \u0001" }));
const health = ["--only", "^system/health$", "--seed", "7"];

async function reportOf(t: TestContext, reporter: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-contract-"));
  t.after(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "report");
  const { code } = await run(await broken(t), ...health, "--reporter", reporter, "--output", file);
  assert.equal(code, 1);
  return readFile(file, "utf8");
}

test("the exit status is 0 for a server that keeps a rule, and 1 for one that does not", async (t) => {
  const good = await run(await sound(t), ...health);
  assert.equal(good.code, 0, good.output);
  assert.match(good.output, /ok +system\/health/);
  assert.match(good.output, /1 rules passed, 0 failed, 0 not run/);

  const url = await broken(t);
  const bad = await run(url, ...health);
  assert.equal(bad.code, 1, bad.output);
  assert.match(bad.output, /FAILED system\/health/);
  assert.match(bad.output, /source +openapi\.yaml: \/paths\/~1health\/get/);
  assert.match(bad.output, /operation +getHealth/);
  assert.ok(bad.output.includes(`curl -i --path-as-is '${url}/health'`), bad.output);
  assert.match(bad.output, /--only '\^system\/health\$' --seed 7/);
});

test("a 429 with Retry-After is waited for, and the request repeated", async (t) => {
  let asked = 0;
  const url = await startStub(t, (request, response) => {
    if (request.url === "/health" && asked++ === 0) {
      answerJson(response, 429, { result: "Too Many Requests", hint: "Later" }, { "retry-after": "1" });
    } else answerJson(response, 200, { status: "ok" });
  });
  const { code, output } = await run(url, ...health);
  assert.equal(code, 0, output);
  assert.match(output, /1 postponed by rate limits/);
});

test("a 429 for a request that a rule sends itself is waited for too", async (t) => {
  let asked = 0;
  const url = await startStub(t, (request, response) => {
    if (request.method === "TRACE" && asked++ === 0) {
      answerJson(response, 429, { result: "Too Many Requests", hint: "Later" }, { "retry-after": "1" });
    } else answerJson(response, 405, { result: "Method Not Allowed", hint: "No" });
  });
  const { code, output } = await run(url, "--only", "^http/unusual-method$");
  assert.equal(code, 0, output);
});

test("a full run on a server without operations lists the missing responses, and stops at --max-time", async (t) => {
  const url = await startStub(t, (_, response) => answerJson(response, 404, { result: "Not Found", hint: "No" }));
  const { code, output } = await run(url, "--max-time", "5", "--effort", "quick");
  assert.equal(code, 1, output);
  assert.match(output, /Not provoked: .*getPost 200/);
  assert.match(output, /it needs an admin's token/);
});

test("the exit status is 2 for an invalid command line and for an unreachable server", async () => {
  const cases: [args: readonly string[], message: RegExp][] = [
    [[], /Give one URL/],
    [["http://localhost:1", "http://localhost:2"], /Give one URL/],
    [["localhost:3000"], /is not a URL/],
    [["http://localhost:1", "--seed", "x"], /--seed must be/],
    [["http://localhost:1", "--workers", "0"], /--workers must be/],
    [["http://localhost:1", "--reporter", "tap"], /--reporter must be one of terminal, junit, html, json/],
    [["http://localhost:1", "--only", "("], /is not a regular expression/],
    [["http://localhost:1", "--only", "^nothing$"], /No rule/],
    [["http://localhost:1", "--spec", "/nowhere.yaml"], /nowhere\.yaml/],
    [["http://localhost:1", "--loud"], /--loud/],
    [["http://127.0.0.1:1"], /No server answers at http:\/\/127\.0\.0\.1:1/],
  ];
  for (const [args, message] of cases) {
    const { code, output } = await run(...args);
    assert.equal(code, 2, output);
    assert.match(output, message);
  }
});

test("--help shows every option", async () => {
  const { code, output } = await run("--help");
  assert.equal(code, 0);
  for (const option of ["spec", "only", "seed", "reporter", "output", "workers", "max-time", "admin-token", "effort"]) {
    assert.match(output, new RegExp(`--${option}\\b`));
  }
});

test("the JSON report lists the rules, the failures and how to repeat them", async (t) => {
  const report = JSON.parse(await reportOf(t, "json"));
  assert.equal(report.passed, false);
  assert.equal(report.seed, 7);
  assert.deepEqual(
    report.rules.map(({ id, result }: { id: string; result: string }) => [id, result]),
    [["system/health", "failed"]],
  );
  assert.equal(report.failures[0].operationId, "getHealth");
  assert.equal(report.failures[0].curl.length, 1);
});

test("the JUnit report is well-formed, whatever the server answered", async (t) => {
  const xml = await reportOf(t, "junit");
  assertWellFormed(xml);
  assert.match(xml, /<testsuite name="system" tests="1" failures="1"/);
  assert.match(xml, /<testcase name="getHealth reports that the process is alive" classname="system\/health"/);
});

test("the HTML report is one self-contained page, whatever the server answered", async (t) => {
  const html = await reportOf(t, "html");
  assert.match(html, /The server does not keep the contract/);
  assert.match(html, /&lt;fine&gt; &amp;/);
  assert.doesNotMatch(html, /<script|<link|src=|@import|url\(/);
});

/** Sufficient for XML without comments, CDATA sections and processing instructions. */
function assertWellFormed(xml: string): void {
  const open: string[] = [];
  const [, ...rest] = xml.split("?>");
  const body = rest.join("?>");
  for (const [tag, close, name, attributes, self] of body.matchAll(/<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)\s*(\/?)>/g)) {
    if (close) assert.equal(open.pop(), name, tag);
    else if (!self) open.push(name ?? "");
    assert.doesNotMatch(attributes ?? "", /&(?!(amp|lt|gt|quot|#\d+);)/);
  }
  assert.deepEqual(open, []);
  const texts = body.replace(/<[^>]*>/g, "");
  assert.doesNotMatch(texts, /[<>]|&(?!(amp|lt|gt|quot|#\d+);)/);
  assert.ok(![...body].some((character) => character < " " && !"\n\t\r".includes(character)));
}
