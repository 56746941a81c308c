import assert from "node:assert/strict";
import { test } from "node:test";
import { isApiError, NetworkError } from "../../src/client/errors.ts";
import { type KeyValueStorage, localStorageTokens } from "../../src/client/local-storage.ts";
import { createMutex, memoryTokens } from "../../src/client/token-store.ts";
import { startApi } from "../support/api.ts";
import { memberClient, watchedClient } from "./clients.ts";

const api = await startApi();
const minute = 60_000;
const day = 24 * 60 * minute;
const refresh = "POST /auth/refresh";

/** The server's clock runs ahead and the client's does not, so that the client learns of the end from a 403. */
async function expireTokens(t: { after(work: () => Promise<void>): void }, ahead = 16 * minute): Promise<void> {
  t.after(() => api.control.setClock(0));
  await api.control.setClock(ahead);
}

test("twenty requests with an expired token make one refresh, and none is lost", async (t) => {
  const ada = await memberClient(api);
  await expireTokens(t);
  const posts = await Promise.all(
    Array.from({ length: 20 }, (_, index) => ada.createPost({ body: { content: `Number ${index}` } })),
  );
  assert.deepEqual(
    posts.map(({ content }) => content).sort(),
    Array.from({ length: 20 }, (_, n) => `Number ${n}`).sort(),
  );
  assert.equal(ada.sent.filter((line) => line === refresh).length, 1);
  assert.equal((await ada.getMyTimeline({ query: { limit: 100 } })).items.length, 20);
  assert.equal((await ada.getMe()).id, ada.id);
  assert.equal(ada.sent.filter((line) => line === refresh).length, 1);
});

test("a token that is about to expire is refreshed before it is refused", async (t) => {
  let ahead = 0;
  const ada = await memberClient(api, { now: () => new Date(Date.now() + ahead) });
  ahead = 14 * minute;
  await ada.getMe();
  assert.deepEqual(ada.sent, ["GET /user/me"]);
  ahead = 15 * minute - 20_000;
  await expireTokens(t, ahead);
  await Promise.all([ada.getMe(), ada.getMyTimeline(), ada.getMe()]);
  assert.deepEqual(ada.sent.slice(1), [refresh, "GET /user/me", "GET /timeline", "GET /user/me"]);
});

test("a refresh that is refused signs out once, and the requests fail with their own refusal", async (t) => {
  const reasons: string[] = [];
  const ada = await memberClient(api, { onSignedOut: (reason) => reasons.push(reason) });
  await expireTokens(t, 31 * day);
  const results = await Promise.allSettled([ada.getMe(), ada.getMyTimeline(), ada.getMe()]);
  for (const result of results) assert.ok(result.status === "rejected" && isApiError(result.reason, 403));
  assert.deepEqual(reasons, ["ended"]);
  assert.equal(await ada.signedInAs(), undefined);
  assert.equal(ada.sent.filter((line) => line === refresh).length, 1);
});

test("a login that was ended elsewhere signs out", async () => {
  const reasons: string[] = [];
  const ada = await memberClient(api, { onSignedOut: (reason) => reasons.push(reason) });
  const other = await api.logIn(ada.id, ada.password);
  const newPassword = "a better engine of cogs";
  await other.call("changePassword", 200, { body: { currentPassword: ada.password, newPassword } });
  await assert.rejects(ada.getMe(), (error) => isApiError(error, 403));
  assert.deepEqual(reasons, ["ended"]);
});

test("a refresh that gets no answer fails the request and keeps the login", async (t) => {
  let isCut = true;
  const ada = await memberClient(api, {
    fetch: (request) =>
      isCut && request.url.endsWith("/auth/refresh") ? Promise.reject(new Error("cut")) : fetch(request),
  });
  await expireTokens(t);
  await assert.rejects(ada.getMe(), NetworkError);
  isCut = false;
  assert.equal((await ada.getMe()).id, ada.id);
});

test("whoever gives up waiting for a refresh leaves it to the others", async (t) => {
  const ada = await memberClient(api);
  await expireTokens(t);
  const impatient = new AbortController();
  const given = ada.getMe({ signal: impatient.signal });
  const patient = ada.getMe();
  impatient.abort();
  await assert.rejects(given, { name: "AbortError" });
  assert.equal((await patient).id, ada.id);
});

test("tabs that share a store take turns: together they refresh once", async (t) => {
  const storage = fakeStorage();
  const turns = createMutex();
  const locks = { request: <T>(_name: string, work: () => Promise<T>) => turns(work) };
  const tokens = () => localStorageTokens({ storage, locks });
  const tab = await memberClient(api, { tokens: tokens() });
  const others = Array.from({ length: 4 }, () => watchedClient({ baseUrl: api.baseUrl, tokens: tokens() }));
  await expireTokens(t);
  const members = await Promise.all([tab, ...others].map((each) => each.getMe()));
  assert.deepEqual(
    members.map(({ id }) => id),
    Array.from({ length: 5 }, () => tab.id),
  );
  const sent = [tab, ...others].flatMap((each) => each.sent);
  assert.equal(sent.filter((line) => line === refresh).length, 1);
});

test("a tab learns that another one logged out or logged somebody else in", async () => {
  const tokens = localStorageTokens({ storage: fakeStorage(), locks: undefined });
  const reasons: string[] = [];
  const ada = await memberClient(api, { tokens, onSignedOut: (reason) => reasons.push(reason) });
  const tab = watchedClient({ baseUrl: api.baseUrl, tokens, onSignedOut: (reason) => reasons.push(`tab: ${reason}`) });
  assert.equal(await tab.signedInAs(), ada.id);
  await ada.logOut();
  assert.deepEqual(reasons, ["logOut"]);
  await assert.rejects(tab.getMe(), (error) => isApiError(error, 403));
  assert.deepEqual(reasons, ["logOut", "tab: ended"]);
});

test("a request of one member is never repeated in the name of another", async (t) => {
  const tokens = memoryTokens();
  const ada = await memberClient(api, { tokens });
  const [eve] = await api.members(1);
  await expireTokens(t);
  const { accessToken, refreshToken, expiresIn } = (await api.logIn(eve.id, eve.password)).tokens;
  let hasSwitched = false;
  const tab = watchedClient({
    baseUrl: api.baseUrl,
    tokens,
    async fetch(request) {
      const response = await fetch(request);
      if (!hasSwitched)
        await tokens.set({ userId: eve.id, accessToken, refreshToken, expiresAt: Date.now() + expiresIn * 1000 });
      hasSwitched = true;
      return response;
    },
  });
  assert.equal(await tab.signedInAs(), ada.id);
  await assert.rejects(tab.createPost({ body: { content: "By Ada" } }), (error) => isApiError(error, 403));
  assert.deepEqual(tab.sent, ["POST /post"]);
  assert.equal((await tab.getMe()).id, eve.id);
});

test("logging out forgets the login even where the server cannot be told", async () => {
  const reasons: string[] = [];
  let isCut = false;
  const ada = await memberClient(api, {
    fetch: (request) => (isCut ? Promise.reject(new Error("cut")) : fetch(request)),
    onSignedOut: (reason) => reasons.push(reason),
  });
  isCut = true;
  await assert.rejects(ada.logOut(), NetworkError);
  assert.equal(await ada.signedInAs(), undefined);
  assert.deepEqual(reasons, ["logOut"]);
});

test("logging out with an expired token ends the login at the server", async (t) => {
  const tokens = memoryTokens();
  const ada = await memberClient(api, { tokens });
  await expireTokens(t);
  const kept = await tokens.get();
  await ada.logOut();
  assert.deepEqual(ada.sent, ["POST /auth/logout", refresh, "POST /auth/logout"]);
  await api.anyone.call("refreshToken", 401, { body: { refreshToken: kept?.refreshToken ?? "" } });
});

test("refreshToken makes a change of rights count at once", async () => {
  const ada = await memberClient(api);
  await api.control.grantAdmin(ada.id);
  await assert.rejects(ada.getServiceStats(), (error) => isApiError(error, 403));
  assert.equal(await ada.refreshToken(), true);
  assert.ok((await ada.getServiceStats()).totalUsers > 0);
  await ada.logOut();
  assert.equal(await ada.refreshToken(), false);
});

test("what is no login of ours in the storage counts as none", async () => {
  for (const text of ["", "{", "null", "[]", '"text"', '{"accessToken":1}']) {
    const storage = fakeStorage();
    storage.setItem("minifb", text);
    assert.equal(await localStorageTokens({ storage, locks: undefined }).get(), undefined, text);
  }
});

function fakeStorage(): KeyValueStorage {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}
