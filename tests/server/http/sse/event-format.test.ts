import assert from "node:assert/strict";
import { test } from "node:test";
import { formatEvent } from "../../../../src/server/http/sse/event-format.ts";

test("the data of an event is one line for every client, and the same value for each", () => {
  const data = { name: "a\u0085b\u2028c\u2029d\ne\rf" };
  const event = formatEvent({ id: 7, data }, JSON.stringify);
  const [id, line, ...rest] = event.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
  assert.deepEqual([id, ...rest], ["id: 7", "", ""]);
  assert.deepEqual(JSON.parse(String(line).replace(/^data: /, "")), data);
});
