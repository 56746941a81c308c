import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { SignalListener } from "../../../../src/server/database/signals/listener.ts";
import { createBroker } from "../../../../src/server/features/notification/broker.ts";
import type { NotificationRow } from "../../../../src/server/features/notification/present.ts";
import { maxNotificationsPerRead } from "../../../../src/server/features/notification/queries.ts";
import { until } from "../../http/api.ts";

/** A feed on a database that is a list, whose signals a test gives. */
function setUp() {
  const rows: (NotificationRow & { userId: string })[] = [];
  const state = { reads: 0, looks: 0, isClosed: false, fault: undefined as Error | undefined };
  const faults: unknown[] = [];
  let listener: SignalListener | undefined;
  const check = async () => {
    await turn();
    if (state.fault) throw state.fault;
  };
  const feed = createBroker({
    notifications: {
      async after(positions) {
        state.reads++;
        await check();
        return Object.entries(positions).flatMap(([userId, id]) =>
          rows.filter((row) => row.userId === userId && row.id > id).slice(0, maxNotificationsPerRead),
        );
      },
      async whoHasNews(positions) {
        state.looks++;
        await check();
        return Object.entries(positions).flatMap(([userId, id]) =>
          rows.some((row) => row.userId === userId && row.id > id) ? [userId] : [],
        );
      },
    },
    signals: {
      send: async () => {},
      listen(given) {
        assert.equal(listener, undefined, "it listens once");
        listener = given;
      },
      async close() {
        state.isClosed = true;
      },
    },
    onFault: (fault) => faults.push(fault),
  });
  return {
    feed,
    state,
    faults,
    tell(userId: string, ...ids: number[]) {
      const createdAt = "2026-03-02T09:20:30.250Z";
      const actor = { authorId: "bob1", authorName: "Bob", authorNickname: null };
      for (const id of ids) rows.push({ ...actor, id, userId, type: 1, postId: 1, isRead: false, createdAt });
    },
    hear: (userId: string) => listener?.receive(userId),
    lookAround: () => listener?.catchUp(),
  };
}

type SetUp = ReturnType<typeof setUp>;

/** The ids that come on a stream, as they come. */
function follow({ feed }: SetUp, userId: string, after = 0) {
  const events = feed.subscribe(userId, after)[Symbol.asyncIterator]();
  const ids: string[] = [];
  void (async () => {
    for (let next = await events.next(); !next.done; next = await events.next()) ids.push(next.value.id);
  })();
  return { ids, end: () => events.return?.() };
}

test("what is there is given at once, what comes when it is signalled, to whom it is for, once", async () => {
  const given = setUp();
  given.tell("ada1", 1, 2, 4);
  given.tell("eve1", 3);
  const ada = follow(given, "ada1", 1);
  const eve = follow(given, "eve1", 3);
  await until(() => ada.ids.length === 2);
  given.tell("ada1", 5);
  for (let i = 0; i < 5; i++) given.hear("ada1");
  given.hear("nobody");
  await until(() => ada.ids.length === 3);
  await turn();
  assert.deepEqual(ada.ids, ["2", "4", "5"]);
  assert.deepEqual(eve.ids, []);
});

test("one reading serves all of a member's streams, wherever each of them is", async () => {
  const given = setUp();
  given.tell("ada1", 1, 2, 3);
  const streams = [follow(given, "ada1", 3), follow(given, "ada1", 0), follow(given, "ada1", 2)];
  await until(() => streams[1]?.ids.length === 3);
  const { reads } = given.state;
  given.tell("ada1", 4);
  given.hear("ada1");
  await until(() => streams.every(({ ids }) => ids.at(-1) === "4"));
  assert.equal(given.state.reads, reads + 1);
  assert.deepEqual(
    streams.map(({ ids }) => ids),
    [["4"], ["1", "2", "3", "4"], ["3", "4"]],
  );
});

test("a signal during a reading leads to another reading", async () => {
  const given = setUp();
  const ada = follow(given, "ada1");
  given.tell("ada1", 1);
  given.hear("ada1");
  await until(() => ada.ids.length === 1);
  given.tell("ada1", 2);
  given.hear("ada1");
  given.tell("ada1", 3);
  given.hear("ada1");
  await until(() => ada.ids.length === 3);
});

test("a stream that takes nothing makes nobody read more than two pages, and holds up no other", async () => {
  const given = setUp();
  const many = 10 * maxNotificationsPerRead;
  given.tell("ada1", ...Array.from({ length: many }, (_, index) => index + 1));
  const slow = given.feed.subscribe("ada1", 0)[Symbol.asyncIterator]();
  await until(() => given.state.reads > 0);
  for (let i = 0; i < 20; i++) await turn();
  const quick = follow(given, "ada1", many);
  given.tell("ada1", many + 1);
  given.hear("ada1");
  await until(() => quick.ids.length === 1);
  for (let i = 0; i < 20; i++) await turn();
  assert.ok(given.state.reads <= 5, `${given.state.reads} pages were read`);

  const taken: string[] = [];
  while (taken.length < many + 1) taken.push((await slow.next()).value?.id);
  assert.deepEqual(
    taken,
    Array.from({ length: many + 1 }, (_, index) => String(index + 1)),
  );
});

test("a member who opens one stream too many loses the oldest, and no other member does", async () => {
  const given = setUp();
  const bob = follow(given, "bob1");
  const iterators = Array.from({ length: 33 }, () => given.feed.subscribe("ada1", 0)[Symbol.asyncIterator]());
  assert.equal((await iterators[0]?.next())?.done, true);
  given.tell("ada1", 1);
  given.tell("bob1", 2);
  given.hear("ada1");
  given.hear("bob1");
  for (const events of iterators.slice(1)) assert.equal((await events.next()).value?.id, "1");
  await until(() => bob.ids.length === 1);
});

test("the more are told at once, the more of them one reading serves", async () => {
  const given = setUp();
  const ids = Array.from({ length: 200 }, (_, index) => `member${index}`);
  const streams = ids.map((id) => follow(given, id));
  for (let i = 0; i < 50; i++) await turn();
  const { reads } = given.state;
  for (const [index, id] of ids.entries()) given.tell(id, index + 1);
  for (const id of ids) given.hear(id);
  await until(() => streams.every((stream) => stream.ids.length === 1));
  assert.ok(given.state.reads - reads <= 8, `${given.state.reads - reads} readings`);
});

test("after signals were missed one look finds all who have news", async () => {
  const given = setUp();
  const streams = ["ada1", "bob1", "eve1", "__proto__"].map((userId) => follow(given, userId));
  for (let i = 0; i < 20; i++) await turn();
  const { reads } = given.state;
  given.tell("ada1", 1);
  given.tell("__proto__", 2);
  given.lookAround();
  await until(() => streams[0]?.ids.length === 1 && streams[3]?.ids.length === 1);
  assert.equal(given.state.looks, 1);
  assert.ok(given.state.reads <= reads + 2, "those who have news are read together");
});

test("what cannot be read is told and read again", async () => {
  const given = setUp();
  const ada = follow(given, "ada1");
  await until(() => given.state.reads === 1);
  await turn();
  given.state.fault = new Error("The database is away");
  given.tell("ada1", 1);
  given.hear("ada1");
  given.lookAround();
  await until(() => given.faults.length === 2);
  given.state.fault = undefined;
  await until(() => ada.ids.length === 1);
  assert.equal(given.faults.length, 2);
});

test("a member who leaves and comes back while a reading goes on or has failed lacks nothing", async () => {
  const given = setUp();
  given.tell("ada1", 1);
  given.state.fault = new Error("The database is away");
  const before = follow(given, "ada1");
  await until(() => given.faults.length === 1);
  before.end();
  const after = follow(given, "ada1");
  await until(() => given.faults.length === 2);
  given.state.fault = undefined;
  await until(() => after.ids.length === 1);
  assert.deepEqual([before.ids, after.ids], [[], ["1"]]);
});

test("whoever has left is read for no more; a next that waits ends", async () => {
  const given = setUp();
  const ada = given.feed.subscribe("ada1", 0)[Symbol.asyncIterator]();
  const waiting = ada.next();
  await until(() => given.state.reads === 1);
  await turn();
  await ada.return?.();
  assert.equal((await waiting).done, true);
  given.tell("ada1", 1);
  given.hear("ada1");
  given.lookAround();
  await turn();
  assert.deepEqual([given.state.reads, given.state.looks], [1, 0]);
  assert.equal((await ada.next()).done, true);
  await given.feed.close();
  assert.equal(given.state.isClosed, true);
});
