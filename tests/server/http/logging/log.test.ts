import assert from "node:assert/strict";
import test from "node:test";
import { stripVTControlCharacters } from "node:util";
import { createLogger } from "../../../../src/server/http/logging/log.ts";

function collect(isTerminal: boolean) {
  const written: string[] = [];
  return { written, log: createLogger("info", isTerminal, { write: (text: string) => written.push(text) }) };
}

test("a line is JSON with a time, and contains no token, statement or value", () => {
  const { written, log } = collect(false);
  const error = Object.assign(new Error("duplicate key"), { code: "23505", sql: "INSERT 1", parameters: ["secret"] });
  log.error(
    { err: error, request: { headers: { authorization: "Bearer secret" } }, headers: { authorization: "secret" } },
    "request failed",
  );
  log.debug("not shown");
  assert.equal(written.length, 1);
  const line = JSON.parse(written[0] ?? "");
  assert.match(line.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual([line.err.type, line.err.message, line.err.code], ["Error", "duplicate key", "23505"]);
  assert.doesNotMatch(written.join(""), /secret|INSERT/);
});

test("a thrown value that is not an error is logged with its type", () => {
  const { written, log } = collect(false);
  log.error({ err: "secret" }, "request failed");
  assert.deepEqual(JSON.parse(written[0] ?? "").err, { type: "string" });
});

test("on a terminal a request is one line of text, and an error has its stack", () => {
  const { written, log } = collect(true);
  const request = { requestId: "r-1", method: "GET", path: "/post", operationId: "listPosts", status: 200, ms: 1.5 };
  log.info(request, "answered");
  log.info({ ...request, status: undefined }, "the client went away");
  log.error({ err: new Error("broken"), requestId: "r-2", operationId: "listPosts", status: 500 }, "request failed");
  const [answered, disconnected, ...failed] = stripVTControlCharacters(written.join("")).split("\n");
  assert.match(answered ?? "", /^\[[\d:.]+\] INFO: GET \/post 200, 1\.5 ms, r-1$/);
  assert.match(disconnected ?? "", /INFO: GET \/post the client went away, 1\.5 ms, r-1$/);
  assert.match(failed.join("\n"), /ERROR: request failed \(listPosts, 500, r-2\)[\s\S]*Error: broken\n +at /);
});

test("on a terminal a line is text", () => {
  const { written, log } = collect(true);
  log.info("ready");
  assert.match(written.join(""), /INFO.*ready/);
});
