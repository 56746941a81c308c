import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi, uniqueId } from "../support/api.ts";
import { emoji } from "../support/data.ts";

const api = await startApi();
const { anyone } = api;
const password = "correct horse battery";

test("checkUserId tells a free id from a taken one", async () => {
  const userId = uniqueId();
  assert.deepEqual((await anyone.call("checkUserId", 200, { path: { userId } })).body, { id: userId, available: true });
  await anyone.call("signUp", 201, { body: { id: userId, password, name: "Ada" } });
  assert.equal((await anyone.call("checkUserId", 409, { path: { userId } })).body.result, "Conflict");
  await anyone.call("checkUserId", 200, { path: { userId: userId.toUpperCase() } });
});

test("signUp makes a member whom others see without anything private", async () => {
  const id = uniqueId();
  const [reader] = await api.members(1);
  const profile = { id, name: "Ada Lovelace", nickname: "Countess", bio: "Writes programs" };
  const signedUp = await anyone.call("signUp", 201, { body: { ...profile, password } });
  const { createdAt, ...user } = signedUp.body;
  assert.deepEqual(user, profile);
  assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000);
  assert.equal(signedUp.headers.get("location"), `/user/${id}`);
  assert.deepEqual((await reader.call("getUser", 200, { path: { userId: id } })).body, signedUp.body);
});

test("nickname and bio may be left out or null", async () => {
  for (const extra of [{}, { nickname: null, bio: null }]) {
    const { body } = await anyone.call("signUp", 201, { body: { id: uniqueId(), password, name: "Ada", ...extra } });
    assert.equal(body.nickname, null);
    assert.equal(body.bio, null);
  }
});

test("signUp refuses an id that is taken and leaves its member as they were", async () => {
  const [ada] = await api.members(1);
  const before = (await ada.call("getMe", 200)).body;
  const refused = await anyone.call("signUp", 409, { body: { id: ada.id, password: "another password", name: "Eve" } });
  assert.equal(refused.body.result, "Conflict");
  await anyone.call("logIn", 401, { body: { id: ada.id, password: "another password" } });
  assert.deepEqual((await (await api.logIn(ada.id, ada.password)).call("getMe", 200)).body, before);
});

test("of many who sign up with one id at once, one succeeds", async () => {
  const id = uniqueId();
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      anyone.callAny("signUp", [201, 409], { body: { id, password: `${password} ${index}`, name: `Name ${index}` } }),
    ),
  );
  const winners = answers.flatMap(({ status }, index) => (status === 201 ? [index] : []));
  assert.equal(winners.length, 1);
  const winner = await api.logIn(id, `${password} ${winners[0]}`);
  assert.equal((await winner.call("getMe", 200)).body.name, `Name ${winners[0]}`);
});

test("lengths count code points: each text at its limits, and one past them", async () => {
  const limits = { password: [10, 100], name: [2, 16], nickname: [1, 30], bio: [1, 85] };
  for (const [field, [least = 0, most = 0]] of Object.entries(limits)) {
    for (const length of [least, most]) {
      const id = uniqueId();
      const body = { id, password, name: "Ada", [field]: emoji(length) };
      const { body: user } = await anyone.call("signUp", 201, { body });
      if (field !== "password") assert.equal(Reflect.get(user, field), emoji(length));
      else await api.logIn(id, emoji(length));
    }
    for (const length of [least - 1, most + 1]) {
      const id = uniqueId();
      const refused = await anyone.call("signUp", 400, { body: { id, password, name: "Ada", [field]: emoji(length) } });
      assert.match(refused.body.hint, new RegExp(field));
      await anyone.call("checkUserId", 200, { path: { userId: id } });
    }
  }
});

test("an id has 4 to 50 characters of a small alphabet", async () => {
  const longest = uniqueId().padEnd(50, "x");
  await anyone.call("signUp", 201, { body: { id: longest, password, name: "Ada" } });
  await anyone.call("signUp", 201, { body: { id: uniqueId().slice(0, 4), password, name: "Ada" } });
  for (const id of [
    "abc",
    `${longest}x`,
    "a b c d",
    "ada/love",
    "ädälove",
    "ada\nlove",
    "adal\n",
    "<ada>",
    "../../x",
    "",
  ]) {
    assert.equal((await anyone.attempt("signUp", { body: { id, password, name: "Ada" } })).status, 400, id);
  }
});

test("signUp takes nothing that is not a newcomer's to decide", async () => {
  for (const extra of [
    { isAdmin: true },
    { createdAt: "2001-01-01T00:00:00.000Z" },
    { passwordHash: "x" },
    { __proto__x: 1 },
  ]) {
    const id = uniqueId();
    const refused = await anyone.attempt("signUp", { body: { id, password, name: "Ada", ...extra } });
    assert.equal(refused.status, 400);
    await anyone.call("checkUserId", 200, { path: { userId: id } });
  }
  const raw = `{"id":"${uniqueId()}","password":"${password}","name":"Ada","__proto__":{"isAdmin":true}}`;
  assert.equal((await anyone.attempt("signUp", { raw })).status, 400);
});

test("logIn answers with tokens that work, each login with its own", async () => {
  const [ada] = await api.members(1);
  const { body: tokens } = await anyone.call("logIn", 200, { body: { id: ada.id, password: ada.password } });
  assert.equal(tokens.tokenType, "Bearer");
  assert.equal(tokens.expiresIn, 900);
  assert.equal(tokens.mustChangePassword, false);
  assert.notEqual(tokens.accessToken, ada.token);
  assert.notEqual(tokens.refreshToken, ada.refreshToken);
  for (const token of [tokens.accessToken, ada.token]) {
    assert.equal((await api.as(token).call("getMe", 200)).body.id, ada.id);
  }
});

test("logIn does not tell an unknown id from a wrong password", async () => {
  const [ada] = await api.members(1);
  const wrong = await anyone.call("logIn", 401, { body: { id: ada.id, password: `${ada.password}!` } });
  const unknown = await anyone.call("logIn", 401, { body: { id: uniqueId(), password: ada.password } });
  assert.deepEqual(unknown.body, wrong.body);
  assert.equal(wrong.body.result, "Unauthorized");
});

test("getMe shows what only oneself may see", async () => {
  const [ada] = await api.members(1);
  const { body: me } = await ada.call("getMe", 200);
  const { body: user } = await ada.call("getUser", 200, { path: { userId: ada.id } });
  assert.deepEqual(me, { ...user, isAdmin: false, mustChangePassword: false });
  const admin = await api.admin();
  assert.equal((await admin.call("getMe", 200)).body.isAdmin, true);
});

test("getUser answers 204 where there is no such user", async () => {
  const [ada] = await api.members(1);
  await ada.call("getUser", 204, { path: { userId: uniqueId() } });
});

test("changeNickname and changeBio set, clear, refuse what is there already, and show at once", async () => {
  const [ada, bob] = await api.members(2);
  const seen = async () => (await bob.call("getUser", 200, { path: { userId: ada.id } })).body;
  for (const nickname of [emoji(30), "Countess", null]) {
    const { body: me } = await ada.call("changeNickname", 200, { body: { nickname } });
    assert.equal(me.nickname, nickname);
    assert.equal((await ada.call("changeNickname", 409, { body: { nickname } })).body.result, "Conflict");
    assert.equal((await seen()).nickname, nickname);
  }
  for (const bio of [emoji(85), "Writes programs", null]) {
    const { body: me } = await ada.call("changeBio", 200, { body: { bio } });
    assert.equal(me.bio, bio);
    assert.equal((await ada.call("changeBio", 409, { body: { bio } })).body.result, "Conflict");
    assert.equal((await seen()).bio, bio);
  }
  await ada.call("changeNickname", 400, { body: { nickname: emoji(31) } });
  await ada.call("changeBio", 400, { body: { bio: emoji(86) } });
  assert.equal((await seen()).nickname, null);
  assert.equal((await seen()).bio, null);
});
