import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";

const api = await startApi();
const { anyone } = api;
const minute = 60_000;
const day = 24 * 60 * minute;

test("an access token expires after 15 minutes, a refresh token after 30 days", async (t) => {
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

test("a temporary password expires at expiresAt, and every one differs", async (t) => {
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
