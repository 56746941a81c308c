import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { createLeases } from "../../../src/server/cluster/leases.ts";
import { consumePoints } from "../../../src/server/http/overload/rate-counter.ts";

/** Several processes with one remote counter, which responds after 2 ms. */
function leases(points: number, processes: number, duration = 60) {
  const counter = new RateLimiterMemory({ points, duration });
  let calls = 0;
  const remote = {
    points,
    async consume(key: string, consumed?: number) {
      calls++;
      await delay(2);
      return counter.consume(key, consumed);
    },
    reward: (key: string) => counter.reward(key),
    delete: (key: string) => counter.delete(key),
  };
  const processLeases = Array.from({ length: processes }, () => createLeases(remote, processes));
  async function spend(process: number, key = "ada"): Promise<boolean> {
    const { consumedPoints } = await consumePoints(processLeases[process] ?? assert.fail(), key);
    return consumedPoints <= points;
  }
  const spendAll = async (requests: readonly number[]) =>
    (await Promise.all(requests.map((process) => spend(process)))).filter(Boolean).length;
  return { spend, spendAll, calls: () => calls };
}

/** The processes of `count` requests, round robin. */
const roundRobin = (count: number, processes: number) => Array.from({ length: count }, (_, i) => i % processes);

test("one process can spend all points with few calls of the counter", async () => {
  const { spendAll, calls } = leases(1500, 4);
  let spent = 0;
  for (let i = 0; i < 20; i++) spent += await spendAll(Array.from({ length: 80 }, () => 2));
  assert.equal(spent, 1500);
  assert.ok(calls() < 200, `${calls()} calls`);
});

test("all processes together keep a small limit exactly", async () => {
  for (const points of [1, 5, 15]) {
    assert.equal(await leases(points, 2).spendAll(roundRobin(60, 2)), points);
  }
});

test("a large limit is never exceeded, and at most 16 points for each other process stay unused", async () => {
  for (const processes of [2, 3, 8]) {
    const spent = await leases(1000, processes).spendAll(roundRobin(3000, processes));
    assert.ok(spent <= 1000 && spent >= 1000 - 16 * (processes - 1), `${spent} by ${processes}`);
  }
});

test("each key has its own points", async () => {
  const { spend, spendAll } = leases(5, 2);
  await spendAll(roundRobin(10, 2));
  assert.equal(await spend(0), false);
  assert.equal(await spend(0, "bob"), true);
});

test("a new window has all points again", async () => {
  const { spendAll } = leases(5, 2, 1);
  assert.equal(await spendAll(roundRobin(20, 2)), 5);
  await delay(1100);
  assert.equal(await spendAll(roundRobin(20, 2)), 5);
});

test("an error of the counter rejects, and the next request calls it again", async () => {
  const answers = [Promise.reject(new Error("gone")), Promise.resolve({ consumedPoints: 1, msBeforeNext: 1000 })];
  const consume = () => answers.shift() ?? assert.fail();
  const { reward, delete: forget } = new RateLimiterMemory({ points: 5, duration: 1 });
  const leasesWithError = createLeases({ points: 5, consume, reward, delete: forget }, 2);
  await assert.rejects(leasesWithError.consume("ada"), /gone/);
  assert.equal((await leasesWithError.consume("ada")).consumedPoints, 1);
});
