import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import {
  addToCounters,
  deleteOldPostsCounters,
  postsCounterName,
  readCounters,
} from "../../../../src/server/database/counters/sharded-counters.ts";
import { quarterHoursOfToday } from "../../../../src/server/features/backoffice/today.ts";
import { modelsOf } from "../../../support/models.ts";
import { onEachDatabase } from "../../features/backoffice/databases.ts";

test("a post is counted in its quarter of an hour", () => {
  for (const [createdAt, name] of [
    ["2026-11-23T05:45:00.000Z", "posts@2026-11-23T05:45Z"],
    ["2026-11-23T05:59:59.999Z", "posts@2026-11-23T05:45Z"],
    ["2026-11-23T06:00:00.000Z", "posts@2026-11-23T06:00Z"],
    ["1969-12-31T23:59:59.999Z", "posts@1969-12-31T23:45Z"],
  ] as const) {
    assert.equal(postsCounterName(new Date(createdAt)), name);
  }
});

onEachDatabase("sharded counters", (database) => {
  beforeEach(() => modelsOf(database()).CounterShard.destroy({ where: {} }));

  const add = (changes: Record<string, number>, random?: () => number) =>
    database().write((transaction) => addToCounters(database(), transaction, changes, random));

  test("the changes of 24 concurrent writers add up", async () => {
    const counted = { posts: 0, users: 0 };
    const writer = async (number: number) => {
      for (let round = 0; round < 10; round += 1) {
        const changes = { users: number % 3, posts: round % 2 === 0 ? 2 : -1 };
        counted.posts += changes.posts;
        counted.users += changes.users;
        await add(changes);
      }
    };
    await Promise.all(Array.from({ length: 24 }, (_, number) => writer(number)));
    assert.deepEqual(Object.fromEntries(await readCounters(database(), ["posts", "users"])), counted);
  });

  test("a counter without rows is 0, and a change of 0 inserts no row", async () => {
    await add({ posts: 0 });
    assert.equal(await modelsOf(database()).CounterShard.count(), 0);
    assert.equal((await readCounters(database(), ["posts"])).get("posts"), 0);
  });

  test("a transaction that fails does not change the counters", async () => {
    await assert.rejects(
      database().write(async (transaction) => {
        await addToCounters(database(), transaction, { posts: 1 });
        throw new Error("Changed my mind");
      }),
    );
    assert.equal((await readCounters(database(), ["posts"])).get("posts"), 0);
  });

  test("writers spread over 16 shards", async () => {
    for (let step = 0; step < 32; step += 1) await add({ posts: 1 }, () => step / 32);
    assert.equal(await modelsOf(database()).CounterShard.count(), 16);
    assert.equal((await readCounters(database(), ["posts"])).get("posts"), 32);
  });

  test("old counters of quarters of an hour are deleted, all others stay", async () => {
    const old = new Date("2026-11-20T05:30:00Z");
    const recent = new Date("2026-11-20T05:45:00Z");
    const names = ["posts", "users", postsCounterName(old), postsCounterName(recent)];
    await add(Object.fromEntries(names.map((name) => [name, 1])));
    await deleteOldPostsCounters(database(), recent);
    assert.deepEqual([...(await readCounters(database(), names)).values()], [1, 1, 0, 1]);
  });

  test("the posts of today are right in every time zone", async () => {
    const now = new Date("2026-11-01T15:00:00Z");
    const posts = Array.from({ length: 400 }, (_, index) => new Date(now.getTime() - index * 11 * 60_000));
    for (const createdAt of posts) await add({ [postsCounterName(createdAt)]: 1 });
    for (const timeZone of ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Asia/Seoul"]) {
      const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
      const expected = posts.filter((createdAt) => day.format(createdAt) === day.format(now)).length;
      const names = quarterHoursOfToday(now, timeZone).map(postsCounterName);
      const sum = [...(await readCounters(database(), names)).values()].reduce((total, count) => total + count, 0);
      assert.equal(sum, expected, timeZone);
    }
  });
});
