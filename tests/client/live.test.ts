import assert from "node:assert/strict";
import { test } from "node:test";
import { isApiError } from "../../src/client/errors.ts";
import { startApi } from "../support/api.ts";
import { memberClient } from "./clients.ts";

const api = await startApi();
const minute = 60_000;

test("a comment of somebody else arrives at once, and one's own acts do not", { timeout: 20_000 }, async () => {
  const [ada, bob] = [await memberClient(api), await memberClient(api)];
  const post = await ada.createPost({ body: { content: "Say something" } });
  const stream = ada.notifications();
  const first = stream.next();
  await whenConnected(ada.sent);
  await ada.createComment({ path: { postId: post.id }, body: { content: "Nobody here?" } });
  await bob.createComment({ path: { postId: post.id }, body: { content: "Me!" } });
  const { value } = await first;
  assert.ok(value);
  assert.deepEqual([value.type, value.actor.id, value.postId, value.isRead], [1, bob.id, post.id, false]);
  await stream.return();
});

test("what happened since a known notification comes first", { timeout: 20_000 }, async () => {
  const [ada, bob] = [await memberClient(api), await memberClient(api)];
  const post = await ada.createPost({ body: { content: "Say something" } });
  for (let i = 0; i < 3; i++) await bob.createComment({ path: { postId: post.id }, body: { content: `${i}` } });
  const known = (await ada.listNotifications())?.items.map(({ id }) => id).toReversed() ?? [];
  const got: number[] = [];
  for await (const { id } of ada.notifications({ lastEventId: known[0] ?? 0 })) if (got.push(id) === 2) break;
  assert.deepEqual(got, known.slice(1));
});

test("a stream outlives its token: nothing is lost, nothing comes twice", { timeout: 30_000 }, async (t) => {
  t.after(() => api.control.setClock(0));
  const [ada, bob] = [await memberClient(api), await memberClient(api)];
  const post = await ada.createPost({ body: { content: "Say something" } });
  const say = (content: string) => bob.createComment({ path: { postId: post.id }, body: { content } });
  const got: number[] = [];
  const enough = new AbortController();
  const reading = (async () => {
    for await (const { id } of ada.notifications({ signal: enough.signal })) if (got.push(id) === 6) return;
  })();
  await whenConnected(ada.sent);
  await say("one");
  await say("two");
  await api.control.setClock(16 * minute);
  await say("three");
  await say("four");
  await whenConnected(ada.sent, 2);
  await say("five");
  await say("six");
  await reading;
  const all = (await ada.listNotifications())?.items.map(({ id }) => id).toReversed();
  assert.deepEqual(got, all);
});

test("a login that ends elsewhere ends the stream with its refusal", { timeout: 20_000 }, async () => {
  const reasons: string[] = [];
  const ada = await memberClient(api, { onSignedOut: (reason) => reasons.push(reason) });
  const refused = assert.rejects(ada.notifications().next(), (error) => isApiError(error, 403));
  await whenConnected(ada.sent);
  const other = await api.logIn(ada.id, ada.password);
  const newPassword = "a better engine of cogs";
  await other.call("changePassword", 200, { body: { currentPassword: ada.password, newPassword } });
  await refused;
  assert.deepEqual(reasons, ["ended"]);
});

/** Waits until so many connections were asked for, and a moment for the last to stand. */
async function whenConnected(sent: readonly string[], count = 1): Promise<void> {
  while (sent.filter((line) => line === "GET /notification/stream").length < count) await pause(10);
  await pause(200);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
