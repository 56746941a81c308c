import assert from "node:assert/strict";
import { test } from "node:test";
import { pino } from "pino";
import { createRequestLogWriter, type RequestLogEntry } from "../../../src/server/runtime/request-log-line.ts";

const entry: RequestLogEntry = {
  requestId: "r-1",
  method: "GET",
  path: '/post/"7"\\,{}\u2028',
  operationId: "getPost",
  status: 200,
  ms: 1.5,
};

for (const [title, logged, message] of [
  ["an answer", entry, "answered"],
  ["a client that went away", { ...entry, status: undefined }, "the client went away"],
  ["a page, which is not an operation", { ...entry, operationId: undefined }, "answered"],
] as const) {
  test(`the line of ${title} equals the one that pino would write`, () => {
    const written: string[] = [];
    const options = { timestamp: () => ',"time":"now"', base: { pid: 1, node: "a" } };
    const log = pino(options, { write: (text: string) => written.push(text) });
    log.info(logged, message);
    createRequestLogWriter(log)(logged);
    assert.equal(written.length, 2);
    assert.equal(written[1], written[0]);
  });
}

test("there is no line if the log level is above info", () => {
  const written: string[] = [];
  createRequestLogWriter(pino({ level: "warn" }, { write: (text: string) => written.push(text) }))(entry);
  assert.deepEqual(written, []);
});
