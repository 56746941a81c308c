import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import { startSketchApi } from "./api.ts";
import { head, sendRaw } from "./raw.ts";
import { things } from "./things.ts";

export interface OddRequest {
  readonly name: string;
  readonly send: readonly (string | Buffer | number)[];
  readonly status: number;
  readonly hint?: RegExp;
  /** Expected headers of the answer; undefined for one that must be absent. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export const member = "Authorization: Bearer member";
export const json = "Content-Type: application/json";

/** A POST /thing with a body. */
export function postThing(body: string | Buffer, ...headers: readonly string[]): (string | Buffer)[] {
  return [head("POST /thing", member, `Content-Length: ${body.length}`, ...headers), body];
}

/** Sends requests to a server and checks their answers: status, headers, size and the documented error body. */
export async function sendAll(t: TestContext, requests: readonly OddRequest[]): Promise<void> {
  const { port } = await startSketchApi(t, things);
  for (const { name, send, status, hint, headers = {} } of requests) {
    const answer = await sendRaw(port, send);
    assert.equal(answer?.status, status, `${name}: ${JSON.stringify(answer)}`);
    assert.match(answer.headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/, name);
    for (const [header, value] of Object.entries(headers)) assert.equal(answer.headers[header], value, name);
    if (status < 400 || send[0]?.toString().startsWith("HEAD")) continue;
    const body: Record<string, unknown> = JSON.parse(answer.body);
    assert.deepEqual(Object.keys(body), ["result", "hint"], name);
    assert.ok(String(body.hint).length <= 1000, name);
    if (hint) assert.match(String(body.hint), hint, name);
  }
}
