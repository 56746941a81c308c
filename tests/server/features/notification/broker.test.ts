import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import type { SignalListener } from "../../../../src/server/database/signals/listener.ts";
import { createBroker } from "../../../../src/server/features/notification/broker.ts";
import type { NotificationRow } from "../../../../src/server/features/notification/present.ts";
import { maxNotificationsPerRead } from "../../../../src/server/features/notification/queries.ts";
import { until } from "../../http/api.ts";

/** A broker whose database is an array, and whose signals a test sends. */
function setUp() {
  const rows: (NotificationRow & { userId: string })[] = [];
  const state = { reads: 0, catchUps: 0, isClosed: false, error: undefined as Error | undefined };
  const errors: unknown[] = [];
  let listener: SignalListener | undefined;
  const check = async () => {
    await turn();
    if (state.error) throw state.error;
  };
  const broker = createBroker({
    notifications: {
      async after(positions) {
        state.reads++;
        await check();
        return Object.entries(positions).flatMap(([userId, id]) =>
          rows.filter((row) => row.userId === userId && row.id > id).slice(0, maxNotificationsPerRead),
        );
      },
      async membersWithNewer(positions) {
        state.catchUps++;
        await check();
        return Object.entries(positions).flatMap(([userId, id]) =>
          rows.some((row) => row.userId === userId && row.id > id) ? [userId] : [],
        );
      },
    },
    signals: {
      send: async () => {},
      listen(added) {
        assert.equal(listener, undefined, "it listens once");
        listener = added;
      },
      async close() {
        state.isClosed = true;
      },
    },
    onError: (error) => errors.push(error),
  });
  return {
    broker,
    state,
    errors,
    write(userId: string, ...ids: number[]) {
      const createdAt = "2026-03-02T09:20:30.250Z";
      const actor = { authorId: "bob1", authorName: "Bob", authorNickname: null };
      for (const id of ids) rows.push({ ...actor, id, userId, type: 1, postId: 1, isRead: false, createdAt });
    },
    signal: (userId: string) => listener?.receive(userId),
    catchUp: () => listener?.catchUp(),
  };
}

type SetUp = ReturnType<typeof setUp>;

/** A stream, with the ids of its events so far. */
function subscribe({ broker }: SetUp, userId: string, after = 0) {
  const events = broker.subscribe(userId, after)[Symbol.asyncIterator]();
  const ids: string[] = [];
  void (async () => {
    for (let next = await events.next(); !next.done; next = await events.next()) ids.push(next.value.id);
  })();
  return { ids, end: () => events.return?.() };
}

test("old notifications are delivered at once, new ones when they are signalled, each once and to its own member", async () => {
  const context = setUp();
  context.write("ada1", 1, 2, 4);
  context.write("eve1", 3);
  const ada = subscribe(context, "ada1", 1);
  const eve = subscribe(context, "eve1", 3);
  await until(() => ada.ids.length === 2);
  context.write("ada1", 5);
  for (let i = 0; i < 5; i++) context.signal("ada1");
  context.signal("no.member");
  await until(() => ada.ids.length === 3);
  await turn();
  assert.deepEqual(ada.ids, ["2", "4", "5"]);
  assert.deepEqual(eve.ids, []);
});

test("one read serves all streams of a member, whatever the position of each", async () => {
  const context = setUp();
  context.write("ada1", 1, 2, 3);
  const streams = [subscribe(context, "ada1", 3), subscribe(context, "ada1", 0), subscribe(context, "ada1", 2)];
  await until(() => streams[1]?.ids.length === 3);
  const { reads } = context.state;
  context.write("ada1", 4);
  context.signal("ada1");
  await until(() => streams.every(({ ids }) => ids.at(-1) === "4"));
  assert.equal(context.state.reads, reads + 1);
  assert.deepEqual(
    streams.map(({ ids }) => ids),
    [["4"], ["1", "2", "3", "4"], ["3", "4"]],
  );
});

test("a signal during a read leads to another read", async () => {
  const context = setUp();
  const ada = subscribe(context, "ada1");
  context.write("ada1", 1);
  context.signal("ada1");
  await until(() => ada.ids.length === 1);
  context.write("ada1", 2);
  context.signal("ada1");
  context.write("ada1", 3);
  context.signal("ada1");
  await until(() => ada.ids.length === 3);
});

test("a stream that is not consumed causes reads of at most two pages, and does not delay others", async () => {
  const context = setUp();
  const many = 10 * maxNotificationsPerRead;
  context.write("ada1", ...Array.from({ length: many }, (_, index) => index + 1));
  const slow = context.broker.subscribe("ada1", 0)[Symbol.asyncIterator]();
  await until(() => context.state.reads > 0);
  for (let i = 0; i < 20; i++) await turn();
  const quick = subscribe(context, "ada1", many);
  context.write("ada1", many + 1);
  context.signal("ada1");
  await until(() => quick.ids.length === 1);
  for (let i = 0; i < 20; i++) await turn();
  assert.ok(context.state.reads <= 5, `${context.state.reads} pages were read`);

  const taken: string[] = [];
  while (taken.length < many + 1) taken.push((await slow.next()).value?.id);
  assert.deepEqual(
    taken,
    Array.from({ length: many + 1 }, (_, index) => String(index + 1)),
  );
});

test("a member who opens one stream too many loses the oldest, and other members lose none", async () => {
  const context = setUp();
  const bob = subscribe(context, "bob1");
  const iterators = Array.from({ length: 33 }, () => context.broker.subscribe("ada1", 0)[Symbol.asyncIterator]());
  assert.equal((await iterators[0]?.next())?.done, true);
  context.write("ada1", 1);
  context.write("bob1", 2);
  context.signal("ada1");
  context.signal("bob1");
  for (const events of iterators.slice(1)) assert.equal((await events.next()).value?.id, "1");
  await until(() => bob.ids.length === 1);
});

test("members who are signalled at the same time are read in batches", async () => {
  const context = setUp();
  const ids = Array.from({ length: 200 }, (_, index) => `member${index}`);
  const streams = ids.map((id) => subscribe(context, id));
  for (let i = 0; i < 50; i++) await turn();
  const { reads } = context.state;
  for (const [index, id] of ids.entries()) context.write(id, index + 1);
  for (const id of ids) context.signal(id);
  await until(() => streams.every((stream) => stream.ids.length === 1));
  assert.ok(context.state.reads - reads <= 8, `${context.state.reads - reads} reads`);
});

test("one catch-up finds all members whose signals were missed", async () => {
  const context = setUp();
  const streams = ["ada1", "bob1", "eve1", "__proto__"].map((userId) => subscribe(context, userId));
  for (let i = 0; i < 20; i++) await turn();
  const { reads } = context.state;
  context.write("ada1", 1);
  context.write("__proto__", 2);
  context.catchUp();
  await until(() => streams[0]?.ids.length === 1 && streams[3]?.ids.length === 1);
  assert.equal(context.state.catchUps, 1);
  assert.ok(context.state.reads <= reads + 2, "they are read in one batch");
});

test("a read that fails is reported and retried", async () => {
  const context = setUp();
  const ada = subscribe(context, "ada1");
  await until(() => context.state.reads === 1);
  await turn();
  context.state.error = new Error("The database is unavailable");
  context.write("ada1", 1);
  context.signal("ada1");
  context.catchUp();
  await until(() => context.errors.length === 2);
  context.state.error = undefined;
  await until(() => ada.ids.length === 1);
  assert.equal(context.errors.length, 2);
});

test("a member who unsubscribes and subscribes again during a read or after a failed one misses nothing", async () => {
  const context = setUp();
  context.write("ada1", 1);
  context.state.error = new Error("The database is unavailable");
  const before = subscribe(context, "ada1");
  await until(() => context.errors.length === 1);
  before.end();
  const after = subscribe(context, "ada1");
  await until(() => context.errors.length === 2);
  context.state.error = undefined;
  await until(() => after.ids.length === 1);
  assert.deepEqual([before.ids, after.ids], [[], ["1"]]);
});

test("nothing is read for a stream that has ended, and its pending next resolves", async () => {
  const context = setUp();
  const ada = context.broker.subscribe("ada1", 0)[Symbol.asyncIterator]();
  const waiting = ada.next();
  await until(() => context.state.reads === 1);
  await turn();
  await ada.return?.();
  assert.equal((await waiting).done, true);
  context.write("ada1", 1);
  context.signal("ada1");
  context.catchUp();
  await turn();
  assert.deepEqual([context.state.reads, context.state.catchUps], [1, 0]);
  assert.equal((await ada.next()).done, true);
  await context.broker.close();
  assert.equal(context.state.isClosed, true);
});
