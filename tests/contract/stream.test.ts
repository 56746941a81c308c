import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Member } from "../../src/contract/members.ts";
import { openStream } from "../../src/contract/stream.ts";
import { startApi } from "../support/api.ts";
import { spec } from "../support/spec.ts";

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

test("the stream disables caching and proxy buffering", async () => {
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

test("the stream ends when its token expires", async (t) => {
  const [ada] = await api.members(1);
  const stream = await openStream(spec, ada);
  t.after(() => api.control.setClock(0));
  await api.control.setClock(14 * 60_000);
  await stream.assertSilent(1500);
  await api.control.setClock(15 * 60_000 + 1000);
  assert.ok((await stream.waitForEnd()) < 2000);
});

test("while the database is unavailable a new stream gets 503, and an open one continues afterwards", async () => {
  const [ada, bob] = await api.members(2);
  const path = await postOf(ada);
  const stream = await openStream(spec, ada);
  await api.control.setDatabaseAway(true);
  const { headers } = await ada.call("streamNotifications", 503);
  assert.ok(Number(headers.get("retry-after")) > 0);
  await sleep(500);
  await api.control.setDatabaseAway(false);
  await comment(bob, path);
  await stream.take(1);
  stream.close();
});
