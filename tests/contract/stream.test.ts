import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { type Member, startApi } from "../support/api.ts";
import { absentId } from "../support/data.ts";
import { all } from "../support/pages.ts";
import { openStream } from "../support/stream.ts";

const api = await startApi();

async function postOf(member: Member) {
  const { body: post } = await member.call("createPost", 201, { body: { content: "Look at this" } });
  return { postId: post.id };
}

async function comment(member: Member, path: { postId: number }, times = 1) {
  for (let i = 0; i < times; i++) {
    await member.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
  }
}

const newestFirst = (member: Member) => all(member, "listNotifications");
const oldestFirst = async (member: Member) => (await newestFirst(member)).reverse();

test("a comment and a reaction arrive within a second, each as the list has it, and only the owner's", async () => {
  const [ada, bob, eve] = await api.members(3);
  const path = await postOf(ada);
  const [hers, his] = [await openStream(ada), await openStream(bob)];
  await comment(bob, path);
  const [first] = await hers.take(1, 1000);
  await eve.call("reactToPost", 201, { path, body: { type: 4 } });
  const [second] = await hers.take(1, 1000);
  assert.deepEqual([first, second], await oldestFirst(ada));
  await his.assertSilent();
  hers.close();
  his.close();
});

test("nobody's own acts, no repeated reaction and nothing that was refused", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const stream = await openStream(ada);
  await comment(ada, path);
  await bob.attempt("createComment", { path, body: { content: "" } });
  await bob.call("reactToPost", 201, { path, body: { type: 1 } });
  await bob.call("unreactToPost", 200, { path });
  await bob.call("reactToPost", 201, { path, body: { type: 2 } });
  assert.equal((await stream.take(1)).length, 1);
  await stream.assertSilent();
  stream.close();
});

test("without Last-Event-ID it begins now, and has an id to resume from before the first event", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  await comment(bob, path, 2);
  const stream = await openStream(ada);
  await stream.assertSilent(100);
  const [newest] = await newestFirst(ada);
  assert.equal(stream.lastEventId, String(newest?.id));
  assert.equal(stream.headers.get("last-event-id"), stream.lastEventId);
  stream.close();

  await comment(bob, path);
  const resumed = await openStream(ada, stream.lastEventId);
  assert.deepEqual(await resumed.take(1), (await newestFirst(ada)).slice(0, 1));
  await resumed.assertSilent(100);
  resumed.close();
});

test("resuming after each id gives all that is newer, once and in order", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  await comment(bob, path, 5);
  const told = await oldestFirst(ada);
  for (const [index, { id }] of [{ id: 0 }, ...told].entries()) {
    const stream = await openStream(ada, id);
    const expected = told.slice(index);
    assert.deepEqual(await stream.take(expected.length), expected, `after ${id}`);
    await stream.assertSilent(50);
    stream.close();
  }
});

test("a long absence is made up for in full, while more arrives", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  await comment(bob, path, 120);
  const stream = await openStream(ada, 0);
  await comment(bob, path, 10);
  const ids = (await stream.take(130)).map(({ id }) => id);
  assert.deepEqual(
    ids,
    (await oldestFirst(ada)).map(({ id }) => id),
  );
  await stream.assertSilent(100);
  stream.close();
});

test("a connection that breaks again and again under concurrent writers loses and repeats nothing", async () => {
  const [ada, bob, eve] = await api.members(3);
  const paths = [await postOf(ada), await postOf(ada), await postOf(ada)];
  const writing = Promise.all(paths.flatMap((path) => [comment(bob, path, 10), comment(eve, path, 10)]));
  const seen: number[] = [];
  let lastEventId = "0";
  while (seen.length < 60) {
    const stream = await openStream(ada, lastEventId);
    seen.push(...(await stream.take(1)).map(({ id }) => id));
    lastEventId = String(seen.at(-1));
    stream.close();
  }
  await writing;
  assert.deepEqual(
    seen,
    (await oldestFirst(ada)).map(({ id }) => id),
  );
});

test("all of a member's streams get everything", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const streams = await Promise.all([openStream(ada), openStream(ada), openStream(ada, 0)]);
  await comment(bob, path, 3);
  const told = await oldestFirst(ada);
  for (const stream of streams) assert.deepEqual(await stream.take(3), told);
  streams[0]?.close();
  await comment(bob, path);
  for (const stream of streams.slice(1)) await stream.take(1);
  for (const stream of streams) stream.close();
});

test("an id that is none of this server's is no reason to be silent for ever", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const stream = await openStream(ada, absentId);
  await comment(bob, path);
  await stream.take(1);
  stream.close();
});

test("Last-Event-ID is an id", async () => {
  const [ada] = await api.members(1);
  for (const id of ["-1", "x", "1.5", "1e3", "99999999999999999999", "1, 2", "0x1"]) {
    const { body } = await ada.call("streamNotifications", 400, { headers: { "last-event-id": id } });
    assert.match(body.hint, /last-event-id/i, id);
  }
});

test("the stream is nothing to keep and nothing to hold back on the way", async () => {
  const [ada] = await api.members(1);
  const { headers, text } = await ada.attempt("streamNotifications");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(headers.get("x-accel-buffering"), "no");
  assert.match(text, /^retry: [0-9]+\nid: 0\n\n/);
  const head = await fetch(`${api.baseUrl}/notification/stream`, {
    method: "HEAD",
    headers: { authorization: `Bearer ${ada.token}` },
  });
  assert.equal(head.headers.get("content-type"), "text/event-stream");
  assert.equal(await head.text(), "");
});

test("it ends within about a second of a logout or a new password, and another session's does not", async () => {
  const [ada] = await api.members(1);
  const again = await api.logIn(ada.id, ada.password);
  const [stream, other] = [await openStream(ada), await openStream(again)];
  await ada.call("logOut", 200, { body: { refreshToken: ada.refreshToken } });
  assert.ok((await stream.ended()) < 2000);
  await other.assertSilent(50);
  await ada.call("streamNotifications", 403);

  const third = await api.logIn(ada.id, ada.password);
  const kept = await openStream(third);
  await third.call("changePassword", 200, { body: { currentPassword: ada.password, newPassword: "a new password" } });
  assert.ok((await other.ended()) < 2000);
  await kept.assertSilent(50);
  kept.close();
});

test("it ends when its token expires", async (t) => {
  const [ada] = await api.members(1);
  const stream = await openStream(ada);
  t.after(() => api.control.setClock(0));
  await api.control.setClock(14 * 60_000);
  await stream.assertSilent(1500);
  await api.control.setClock(15 * 60_000 + 1000);
  assert.ok((await stream.ended()) < 2000);
});

test("while the database is away a new stream gets 503, and an open one goes on afterwards", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const stream = await openStream(ada);
  await api.control.setDatabaseAway(true);
  const { headers } = await ada.call("streamNotifications", 503);
  assert.ok(Number(headers.get("retry-after")) > 0);
  await sleep(500);
  await api.control.setDatabaseAway(false);
  await comment(bob, path);
  await stream.take(1);
  stream.close();
});
