import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { createLeases } from "../../../src/server/cluster/leases.ts";
import { consumePoints } from "../../../src/server/http/overload/rate-counter.ts";

/** Several processes with one counter, which takes a while to answer. */
function leases(points: number, processes: number, duration = 60) {
  const counter = new RateLimiterMemory({ points, duration });
  let asked = 0;
  const distant = {
    points,
    async consume(key: string, taken?: number) {
      asked++;
      await delay(2);
      return counter.consume(key, taken);
    },
    reward: (key: string) => counter.reward(key),
    delete: (key: string) => counter.delete(key),
  };
  const each = Array.from({ length: processes }, () => createLeases(distant, processes));
  async function spend(process: number, key = "ada"): Promise<boolean> {
    const { consumedPoints } = await consumePoints(each[process] ?? assert.fail(), key);
    return consumedPoints <= points;
  }
  const spendAll = async (requests: readonly number[]) =>
    (await Promise.all(requests.map((process) => spend(process)))).filter(Boolean).length;
  return { spend, spendAll, asked: () => asked };
}

/** So many requests, one process after the other. */
const inTurn = (count: number, processes: number) => Array.from({ length: count }, (_, i) => i % processes);

test("one process spends all points, and seldom asks for them", async () => {
  const { spendAll, asked } = leases(1500, 4);
  let spent = 0;
  for (let i = 0; i < 20; i++) spent += await spendAll(Array.from({ length: 80 }, () => 2));
  assert.equal(spent, 1500);
  assert.ok(asked() < 200, `it asked ${asked()} times`);
});

test("a small limit is kept to the point by all processes together", async () => {
  for (const points of [1, 5, 15]) {
    assert.equal(await leases(points, 2).spendAll(inTurn(60, 2)), points);
  }
});

test("a large one is never passed, and falls short by 16 points for each other process at most", async () => {
  for (const processes of [2, 3, 8]) {
    const spent = await leases(1000, processes).spendAll(inTurn(3000, processes));
    assert.ok(spent <= 1000 && spent >= 1000 - 16 * (processes - 1), `${spent} by ${processes}`);
  }
});

test("each key has its own points", async () => {
  const { spend, spendAll } = leases(5, 2);
  await spendAll(inTurn(10, 2));
  assert.equal(await spend(0), false);
  assert.equal(await spend(0, "bob"), true);
});

test("when the window is over, points are there again", async () => {
  const { spendAll } = leases(5, 2, 1);
  assert.equal(await spendAll(inTurn(20, 2)), 5);
  await delay(1100);
  assert.equal(await spendAll(inTurn(20, 2)), 5);
});

test("a fault of the counter's is passed on, and the next request asks again", async () => {
  const answers = [Promise.reject(new Error("gone")), Promise.resolve({ consumedPoints: 1, msBeforeNext: 1000 })];
  const consume = () => answers.shift() ?? assert.fail();
  const { reward, delete: forget } = new RateLimiterMemory({ points: 5, duration: 1 });
  const faulty = createLeases({ points: 5, consume, reward, delete: forget }, 2);
  await assert.rejects(faulty.consume("ada"), /gone/);
  assert.equal((await faulty.consume("ada")).consumedPoints, 1);
});
