import assert from "node:assert/strict";
import test from "node:test";
import { createLogger } from "../../src/http/log.ts";

function collect(isTerminal: boolean) {
  const written: string[] = [];
  return { written, log: createLogger("info", isTerminal, { write: (text: string) => written.push(text) }) };
}

test("a line is JSON with a time, and tells no token, statement or value", () => {
  const { written, log } = collect(false);
  const fault = Object.assign(new Error("duplicate key"), { code: "23505", sql: "INSERT 1", parameters: ["secret"] });
  log.error(
    { err: fault, request: { headers: { authorization: "Bearer secret" } }, headers: { authorization: "secret" } },
    "fault",
  );
  log.debug("not shown");
  assert.equal(written.length, 1);
  const line = JSON.parse(written[0] ?? "");
  assert.match(line.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  assert.deepEqual([line.err.type, line.err.message, line.err.code], ["Error", "duplicate key", "23505"]);
  assert.doesNotMatch(written.join(""), /secret|INSERT/);
});

test("what is thrown and is no error is told by its type", () => {
  const { written, log } = collect(false);
  log.error({ err: "secret" }, "fault");
  assert.deepEqual(JSON.parse(written[0] ?? "").err, { type: "string" });
});

test("on a terminal a line is text", () => {
  const { written, log } = collect(true);
  log.info("ready");
  assert.match(written.join(""), /INFO.*ready/);
});
