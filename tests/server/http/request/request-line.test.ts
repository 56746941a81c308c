import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { type RequestLine, requestLines } from "../../../../src/server/http/request/request-line.ts";

const line: RequestLine = {
  requestId: "r-1",
  method: "GET",
  path: '/post/"7"\\,{}\u2028',
  operationId: "getPost",
  status: 200,
  ms: 1.5,
};

for (const [title, given, message] of [
  ["an answer", line, "answered"],
  ["a client that went away", { ...line, status: undefined }, "the client went away"],
  ["a page, which is no operation", { ...line, operationId: undefined }, "answered"],
] as const) {
  test(`the line on ${title} is what pino would write`, () => {
    const written: string[] = [];
    const options = { timestamp: () => ',"time":"now"', base: { pid: 1, node: "a" } };
    const log = pino(options, { write: (text: string) => written.push(text) });
    log.info(given, message);
    requestLines(log)(given);
    assert.equal(written.length, 2);
    assert.equal(written[1], written[0]);
  });
}

test("where less is logged, there is no line", () => {
  const written: string[] = [];
  requestLines(pino({ level: "warn" }, { write: (text: string) => written.push(text) }))(line);
  assert.deepEqual(written, []);
});
