import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi, uniqueId } from "../support/api.ts";

const api = await startApi();
const { anyone } = api;
const minute = 60_000;
const day = 24 * 60 * minute;

test("refreshToken swaps the pair; the new one works", async () => {
  const [ada] = await api.members(1);
  const { body: tokens } = await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
  assert.notEqual(tokens.refreshToken, ada.refreshToken);
  assert.equal((await api.as(tokens.accessToken).call("getMe", 200)).body.id, ada.id);
  await anyone.call("refreshToken", 200, { body: { refreshToken: tokens.refreshToken } });
});

test("a refresh token that is used again ends the whole login it came from, and no other", async () => {
  const [ada] = await api.members(1);
  const other = await api.logIn(ada.id, ada.password);
  const { body: second } = await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
  const { body: third } = await anyone.call("refreshToken", 200, { body: { refreshToken: second.refreshToken } });

  await anyone.call("refreshToken", 401, { body: { refreshToken: ada.refreshToken } });
  await anyone.call("refreshToken", 401, { body: { refreshToken: third.refreshToken } });
  for (const token of [ada.token, second.accessToken, third.accessToken]) await api.as(token).call("getMe", 403);
  await other.call("getMe", 200);
  await anyone.call("refreshToken", 200, { body: { refreshToken: other.refreshToken } });
});

test("of many who use one refresh token at once, one at most succeeds, and the login is ended", async () => {
  const [ada] = await api.members(1);
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      anyone.callAny("refreshToken", [200, 401], { body: { refreshToken: ada.refreshToken } }),
    ),
  );
  const pairs = answers.flatMap((answer) => (answer.status === 200 ? [answer.body] : []));
  assert.ok(pairs.length <= 1, `${pairs.length} succeeded`);
  for (const pair of pairs) {
    assert.ok("refreshToken" in pair);
    await anyone.call("refreshToken", 401, { body: { refreshToken: pair.refreshToken } });
  }
  await ada.call("getMe", 403);
});

test("refreshToken refuses what is no refresh token", async () => {
  const [ada] = await api.members(1);
  await anyone.call("refreshToken", 401, { body: { refreshToken: "A".repeat(43) } });
  assert.equal((await anyone.attempt("refreshToken", { body: { refreshToken: ada.token } })).status, 400);
});

test("an access token ends after a quarter of an hour, a refresh token after thirty days", async (t) => {
  const [ada, bob] = await api.members(2);
  t.after(() => api.control.setClock(0));

  await api.control.setClock(15 * minute - 5000);
  await ada.call("getMe", 200);
  await api.control.setClock(15 * minute + 1000);
  await ada.call("getMe", 403);

  await api.control.setClock(30 * day - minute);
  const { body: late } = await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
  await api.as(late.accessToken).call("getMe", 200);
  await api.control.setClock(30 * day + minute);
  await anyone.call("refreshToken", 401, { body: { refreshToken: bob.refreshToken } });
  await anyone.call("refreshToken", 200, { body: { refreshToken: late.refreshToken } });
});

test("logOut ends the login of the refresh token at once, and no other", async () => {
  const [ada] = await api.members(1);
  const other = await api.logIn(ada.id, ada.password);
  const { refreshToken } = ada;
  assert.deepEqual((await ada.call("logOut", 200, { body: { refreshToken } })).body, { endedSessions: 1 });
  await ada.call("getMe", 403);
  await anyone.call("refreshToken", 401, { body: { refreshToken } });
  await other.call("getMe", 200);
  assert.deepEqual((await other.call("logOut", 200, { body: { refreshToken } })).body, { endedSessions: 0 });
});

test("logOut ends another login of one's own, even by a refresh token that was used before", async () => {
  const [ada] = await api.members(1);
  const other = await api.logIn(ada.id, ada.password);
  const { body: newer } = await anyone.call("refreshToken", 200, { body: { refreshToken: other.refreshToken } });
  await ada.call("logOut", 200, { body: { refreshToken: newer.refreshToken } });
  await other.call("getMe", 403);
  await api.as(newer.accessToken).call("getMe", 403);
  await ada.call("getMe", 200);
});

test("logOut refuses another member's refresh token, and their login goes on", async () => {
  const [ada, eve] = await api.members(2);
  const refused = await eve.call("logOut", 403, { body: { refreshToken: ada.refreshToken } });
  assert.equal(refused.body.hint, "You have not permission for 'POST /auth/logout'");
  await ada.call("getMe", 200);
  await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
  await eve.call("logOut", 403, { body: { refreshToken: "A".repeat(43) } });
  await eve.call("getMe", 200);
});

test("changePassword ends the other logins, keeps this one, and only the new password logs in", async () => {
  const [ada] = await api.members(1);
  const others = [await api.logIn(ada.id, ada.password), await api.logIn(ada.id, ada.password)];
  const newPassword = "a better engine of cogs";
  const body = { currentPassword: ada.password, newPassword };
  assert.deepEqual((await ada.call("changePassword", 200, { body })).body, { endedSessions: 2 });

  await ada.call("getMe", 200);
  await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
  for (const other of others) {
    await other.call("getMe", 403);
    await anyone.call("refreshToken", 401, { body: { refreshToken: other.refreshToken } });
  }
  await anyone.call("logIn", 401, { body: { id: ada.id, password: ada.password } });
  await api.logIn(ada.id, newPassword);
});

test("changePassword refuses a wrong current password and the same one again, without effect", async () => {
  const [ada] = await api.members(1);
  const other = await api.logIn(ada.id, ada.password);
  const wrong = await ada.call("changePassword", 403, {
    body: { currentPassword: "not my password", newPassword: "a better engine of cogs" },
  });
  assert.equal(wrong.body.hint, "You have not permission for 'POST /user/me/password'");
  const same = { currentPassword: ada.password, newPassword: ada.password };
  assert.equal((await ada.call("changePassword", 409, { body: same })).body.result, "Conflict");
  await other.call("getMe", 200);
  await api.logIn(ada.id, ada.password);
});

test("a temporary password replaces the old one, ends the other logins, and asks to be changed", async () => {
  const [ada] = await api.members(1);
  const other = await api.logIn(ada.id, ada.password);
  const { body: issued } = await ada.call("issueTemporaryPassword", 201, { path: { userId: ada.id } });
  assert.ok(Date.parse(issued.expiresAt) > Date.now());
  await ada.call("getMe", 200);
  await other.call("getMe", 403);
  await anyone.call("refreshToken", 401, { body: { refreshToken: other.refreshToken } });
  await anyone.call("logIn", 401, { body: { id: ada.id, password: ada.password } });

  const again = await api.logIn(ada.id, issued.temporaryPassword);
  assert.equal(again.tokens.mustChangePassword, true);
  assert.equal((await again.call("getMe", 200)).body.mustChangePassword, true);
  const newPassword = "one of my own choice";
  await again.call("changePassword", 200, { body: { currentPassword: issued.temporaryPassword, newPassword } });
  assert.equal((await again.call("getMe", 200)).body.mustChangePassword, false);
  assert.equal((await api.logIn(ada.id, newPassword)).tokens.mustChangePassword, false);
  await anyone.call("logIn", 401, { body: { id: ada.id, password: issued.temporaryPassword } });
});

test("a temporary password stops working when it says so, and each differs", async (t) => {
  const [ada] = await api.members(1);
  const issue = async () => (await ada.call("issueTemporaryPassword", 201, { path: { userId: ada.id } })).body;
  const [first, second] = [await issue(), await issue()];
  assert.notEqual(first.temporaryPassword, second.temporaryPassword);
  await anyone.call("logIn", 401, { body: { id: ada.id, password: first.temporaryPassword } });

  t.after(() => api.control.setClock(0));
  await api.control.setClock(Date.parse(second.expiresAt) - Date.now() - 10_000);
  await api.logIn(ada.id, second.temporaryPassword);
  await api.control.setClock(Date.parse(second.expiresAt) - Date.now() + 1000);
  await anyone.call("logIn", 401, { body: { id: ada.id, password: second.temporaryPassword } });
});

test("members get a temporary password for themselves only, admins for anyone", async () => {
  const [ada, eve] = await api.members(2);
  const refused = await eve.call("issueTemporaryPassword", 403, { path: { userId: ada.id } });
  assert.equal(refused.body.hint, `You have not permission for 'POST /user/${ada.id}/temporary-password'`);
  await ada.call("getMe", 200);
  await api.logIn(ada.id, ada.password);

  const absent = uniqueId();
  await eve.call("issueTemporaryPassword", 403, { path: { userId: absent } });
  const admin = await api.admin();
  await admin.call("issueTemporaryPassword", 404, { path: { userId: absent } });
  const { body: issued } = await admin.call("issueTemporaryPassword", 201, { path: { userId: ada.id } });
  await ada.call("getMe", 403);
  await admin.call("getMe", 200);
  assert.equal((await api.logIn(ada.id, issued.temporaryPassword)).tokens.mustChangePassword, true);
});
