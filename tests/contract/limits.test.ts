import assert from "node:assert/strict";
import { test } from "node:test";
import { uniqueId } from "../../src/contract/members.ts";
import { limitRules } from "../../src/contract/rules/limits.ts";
import { startRun } from "../../src/contract/run.ts";
import { startApi } from "../support/api.ts";
import { reached } from "../support/coverage-record.ts";
import { spec } from "../support/spec.ts";

test("past the rate limit of an address every operation answers 429", async (t) => {
  const { baseUrl } = await startApi({ env: { RATE_LIMIT: "30" } }, t);
  const rule = limitRules.find(({ id }) => id === "limit/address");
  assert.ok(rule);
  const run = startRun({ baseUrl, spec, seed: 1, effort: "default", mayFlood: true, coverage: reached });
  const { result, violation, requests } = await run.runRule(rule);
  assert.equal(result, "passed", violation?.message);
  assert.ok(requests > 30);
  const unknownPath = await fetch(`${baseUrl}/nothing`);
  assert.equal(unknownPath.status, 429);
  await unknownPath.arrayBuffer();
});

test("every answer has the remaining rate limit of the address", async (t) => {
  const limited = await startApi({ env: { RATE_LIMIT: "5" } }, t);
  for (let remaining = 4; remaining >= 0; remaining--) {
    const { headers } = await limited.anyone.call("getHealth", 200);
    assert.equal(headers.get("ratelimit-policy"), '"address";q=5;w=60');
    assert.match(headers.get("ratelimit") ?? "", new RegExp(`^"address";r=${remaining};t=([1-9]|[1-5][0-9]|60)$`));
  }
});

test("logins beyond the hashing capacity get 503 with Retry-After, while reads continue", async (t) => {
  const slow = await startApi({ env: { PBKDF2_ITERATIONS: "100000" } }, t);
  const statuses = new Map<number, number>();
  const logins = Array.from({ length: 150 }, async () => {
    const body = { id: uniqueId(), password: "wrong password" };
    const { status, headers } = await slow.anyone.callAny("logIn", [401, 503], { body });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    if (status === 503) assert.ok(Number(headers.get("retry-after")) > 0);
  });
  const started = performance.now();
  await slow.anyone.call("getReadiness", 200);
  const waited = performance.now() - started;
  assert.ok(waited < 2000, `a read waited ${waited} ms`);
  await Promise.all(logins);
  assert.ok((statuses.get(503) ?? 0) > 0 && (statuses.get(401) ?? 0) > 0, JSON.stringify([...statuses]));
});
