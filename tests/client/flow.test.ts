import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, isApiError } from "../../src/client/errors.ts";
import { uniqueId } from "../../src/contract/members.ts";
import { startApi } from "../support/api.ts";
import { memberClient, watchedClient } from "./clients.ts";

const api = await startApi();

test("a member signs up, logs in, writes, reads and logs out", async () => {
  const client = watchedClient({ baseUrl: api.baseUrl });
  const id = uniqueId();
  const password = "an engine of cogs";
  assert.deepEqual(await client.checkUserId({ path: { userId: id } }), { id, available: true });
  const user = await client.signUp({ body: { id, password, name: "Ada Lovelace" } });
  assert.equal(user.name, "Ada Lovelace");
  assert.equal(await client.signedInAs(), undefined);

  await client.logIn({ body: { id, password } });
  assert.equal(await client.signedInAs(), id);
  assert.equal((await client.getMe()).id, id);

  const post = await client.createPost({ body: { content: "Ünïcode 🎉 & more" } });
  assert.equal(post.content, "Ünïcode 🎉 & more");
  const path = { postId: post.id };
  assert.equal((await client.updatePost({ path, body: { content: "Changed" } })).content, "Changed");
  await client.createComment({ path, body: { content: "First!" } });
  await client.reactToPost({ path, body: { type: 3 } });
  const read = await client.getPost({ path });
  assert.equal(read?.commentCount, 1);
  assert.equal(read.myReaction, 3);
  assert.deepEqual(await client.deletePost({ path }), { id: post.id });

  await client.logOut();
  assert.equal(await client.signedInAs(), undefined);
  await assert.rejects(client.getMe(), (error) => isApiError(error, 403));
});

test("a read of what is not there gives undefined", async () => {
  const ada = await memberClient(api);
  assert.equal(await ada.getPost({ path: { postId: 9_007_199_254_740_000 } }), undefined);
  assert.equal(await ada.getUser({ path: { userId: uniqueId() } }), undefined);
});

test("parameters are written into the address as the server reads them", async () => {
  const ada = await memberClient(api);
  const strange = `a+b@c.${uniqueId()}`;
  await ada.signUp({ body: { id: strange, password: "a long password", name: "Strange" } });
  assert.equal((await ada.getUser({ path: { userId: strange } }))?.id, strange);
  await ada.createPost({ body: { content: "One" } });
  const page = await ada.listNotifications({ query: { unread: true, limit: 1 } });
  assert.equal(page, undefined);
  assert.ok(ada.sent.includes(`GET /user/${encodeURIComponent(strange)}`), ada.sent.join("\n"));
});

test("a refusal is thrown with all that the server said", async () => {
  const ada = await memberClient(api);
  const again = ada.signUp({ body: { id: ada.id, password: "another password", name: "Eve" } });
  const error = await again.catch((thrown: unknown) => thrown);
  assert.ok(error instanceof ApiError);
  assert.deepEqual([isApiError(error), isApiError(error, 404, 409), isApiError(error, 404)], [true, true, false]);
  assert.equal(error.status, 409);
  assert.equal(error.result, "Conflict");
  assert.equal(error.hint, `The id '${ada.id}' is taken`);
  assert.equal(error.message, error.hint);
  assert.match(error.requestId ?? "", /^[\w-]{8,}$/);
  assert.equal(error.retryAfter, undefined);
});

test("a plain refusal is final: no token is refreshed for it", async () => {
  const [ada, eve] = [await memberClient(api), await memberClient(api)];
  const post = await ada.createPost({ body: { content: "Mine" } });
  await assert.rejects(eve.deletePost({ path: { postId: post.id } }), (error) => isApiError(error, 403));
  assert.deepEqual(eve.sent, [`DELETE /post/${post.id}`]);
});

test("wrong credentials are refused, and whoever was signed in stays so", async () => {
  const ada = await memberClient(api);
  const body = { id: ada.id, password: "not the password" };
  await assert.rejects(ada.logIn({ body }), (error) => isApiError(error, 401));
  assert.equal((await ada.getMe()).id, ada.id);
});

test("a signal gives a call up with its reason", async () => {
  const ada = await memberClient(api);
  await assert.rejects(ada.getMe({ signal: AbortSignal.abort(new Error("not needed")) }), /not needed/);
  assert.deepEqual(ada.sent, []);
});

test("every operation of the document but the event stream can be called", async () => {
  const { endpoints } = await import("../../generated/client.ts");
  const { routes } = await import("../../generated/operations.ts");
  const client = watchedClient({ baseUrl: api.baseUrl });
  const ids = routes.map(({ operationId }) => String(operationId)).filter((id) => id !== "streamNotifications");
  assert.deepEqual(Object.keys(endpoints).sort(), ids.sort());
  for (const id of ids) assert.equal(typeof Reflect.get(client, id), "function", id);
});
