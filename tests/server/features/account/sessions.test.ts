import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import type { Database } from "../../../../src/server/database/database.ts";
import { createAccessTokens } from "../../../../src/server/features/account/access-tokens.ts";
import { setPassword } from "../../../../src/server/features/account/password-change.ts";
import { createRevocations } from "../../../../src/server/features/account/revocations.ts";
import { createSessions, type IssuedTokens } from "../../../../src/server/features/account/sessions.ts";
import { createSigningKeys } from "../../../../src/server/features/account/signing-keys.ts";
import { modelsOf } from "../../../support/models.ts";
import { addUser, testOnEach } from "./databases.ts";

const day = 24 * 60 * 60_000;

function setUp(database: Database) {
  const clock = { now: Date.parse("2026-11-23T05:45:00.000Z") };
  const now = () => new Date(clock.now);
  const revocations = createRevocations({ database, log: { warn() {}, info() {} }, now });
  const tokens = createAccessTokens({ keys: createSigningKeys("x".repeat(32)), revocations, now });
  const sessions = createSessions({ database, tokens, revocations, now, randomBytes });
  const logIn = async (userId: string): Promise<IssuedTokens> => {
    const issued = await sessions.open(userId, "none", undefined);
    assert.ok(issued);
    return issued;
  };
  return { clock, now, revocations, tokens, sessions, logIn };
}

testOnEach("a refresh issues new tokens, and reuse of the old refresh token ends the session", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  const { tokens, sessions, logIn } = setUp(database);
  const first = await logIn("ada.lovelace");
  assert.match(first.refreshToken, /^[A-Za-z0-9_-]{43}$/);
  const second = await sessions.refresh(first.refreshToken);
  assert.ok(second);
  assert.notEqual(second.refreshToken, first.refreshToken);
  assert.equal(
    tokens.verifyAccessToken(second.accessToken)?.sessionId,
    tokens.verifyAccessToken(first.accessToken)?.sessionId,
  );

  assert.equal(await sessions.refresh(first.refreshToken), undefined);
  assert.equal(await sessions.refresh(second.refreshToken), undefined);
  for (const { accessToken } of [first, second]) assert.equal(tokens.verifyAccessToken(accessToken), undefined);
});

testOnEach("one of 24 concurrent refreshes with one token succeeds, and the session ends", async ({ open }) => {
  const [database, other] = [await open(), await open()];
  await addUser(database, "ada.lovelace");
  const nodes = [setUp(database), setUp(other)] as const;
  const spared = await nodes[0].logIn("ada.lovelace");
  const { refreshToken } = await nodes[0].logIn("ada.lovelace");
  const answers = await Promise.all(
    Array.from({ length: 24 }, (_, index) => nodes[index % 2 === 0 ? 0 : 1].sessions.refresh(refreshToken)),
  );
  const issued = answers.filter((answer) => answer !== undefined);
  assert.equal(issued.length, 1);
  assert.equal(await nodes[1].sessions.refresh(issued[0]?.refreshToken ?? ""), undefined);
  await nodes[1].revocations.start();
  await nodes[1].revocations.stop();
  assert.equal(nodes[1].tokens.verifyAccessToken(issued[0]?.accessToken ?? ""), undefined);
  assert.ok(await nodes[1].sessions.refresh(spared.refreshToken), "another session of the same user lives on");
});

testOnEach("refresh tokens are stored only as digests and expire after thirty days", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  const { clock, sessions, logIn } = setUp(database);
  const [kept, expired] = [await logIn("ada.lovelace"), await logIn("ada.lovelace")];
  const rows = await modelsOf(database).RefreshToken.findAll();
  assert.deepEqual(
    rows.map(({ hash }) => hash).sort(),
    [kept, expired].map(({ refreshToken }) => createHash("sha256").update(refreshToken).digest("hex")).sort(),
  );
  clock.now += 30 * day - 1;
  assert.ok(await sessions.refresh(kept.refreshToken));
  clock.now += 1;
  assert.equal(await sessions.refresh(expired.refreshToken), undefined);
  assert.equal(await sessions.refresh("A".repeat(43)), undefined);
});

testOnEach("expired tokens and sessions are deleted", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  const { clock, sessions, logIn } = setUp(database);
  const { Session, RefreshToken } = modelsOf(database);
  await logIn("ada.lovelace");
  let { refreshToken } = await logIn("ada.lovelace");
  for (let round = 0; round < 4; round++) {
    clock.now += 20 * day;
    const refreshed = await sessions.refresh(refreshToken);
    assert.ok(refreshed);
    refreshToken = refreshed.refreshToken;
  }
  await logIn("ada.lovelace");
  assert.equal(await Session.count(), 2);
  assert.equal(await RefreshToken.count(), 3, "two of the session that lives on, one of which was used, and a new one");
  assert.ok(await sessions.refresh(refreshToken));
});

testOnEach("a refresh reads the user again", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  const { tokens, sessions, logIn } = setUp(database);
  const before = await logIn("ada.lovelace");
  assert.equal(before.mustChangePassword, false);
  assert.equal(tokens.verifyAccessToken(before.accessToken)?.isAdmin, false);
  await modelsOf(database).User.update(
    { isAdmin: true, temporaryPasswordExpiresAt: new Date() },
    { where: { id: "ada.lovelace" } },
  );
  const after = await sessions.refresh(before.refreshToken);
  assert.equal(after?.mustChangePassword, true);
  assert.equal(tokens.verifyAccessToken(after?.accessToken ?? "")?.isAdmin, true);
});

testOnEach("only its owner can end a session, with any of its refresh tokens, once", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  await addUser(database, "eve.dropper");
  const { tokens, sessions, logIn } = setUp(database);
  const first = await logIn("ada.lovelace");
  const second = await sessions.refresh(first.refreshToken);
  assert.ok(second);
  assert.equal(await sessions.end(first.refreshToken, "eve.dropper"), undefined);
  assert.equal(await sessions.end("A".repeat(43), "ada.lovelace"), undefined);
  assert.ok(tokens.verifyAccessToken(second.accessToken));
  assert.equal(await sessions.end(first.refreshToken, "ada.lovelace"), 1);
  assert.equal(await sessions.end(second.refreshToken, "ada.lovelace"), 0);
  assert.equal(tokens.verifyAccessToken(second.accessToken), undefined);
  assert.equal(await sessions.refresh(second.refreshToken), undefined);
});

testOnEach("a new password ends all other sessions and counts those that could be refreshed", async ({ open }) => {
  const database = await open();
  await addUser(database, "ada.lovelace");
  await addUser(database, "eve.dropper");
  const { clock, now, revocations, tokens, sessions, logIn } = setUp(database);
  const forgotten = await logIn("ada.lovelace");
  clock.now += 20 * day;
  const [own, other, refreshed, ended] = [
    await logIn("ada.lovelace"),
    await logIn("ada.lovelace"),
    await logIn("ada.lovelace"),
    await logIn("ada.lovelace"),
  ];
  const stranger = await logIn("eve.dropper");
  clock.now += 15 * day;
  const renewed = await sessions.refresh(refreshed.refreshToken);
  assert.equal(await sessions.end(ended.refreshToken, "ada.lovelace"), 1);
  const sparedSessionId = tokens.verifyAccessToken(
    (await sessions.refresh(own.refreshToken))?.accessToken ?? "",
  )?.sessionId;
  const change = { userId: "ada.lovelace", passwordHash: "another", temporaryUntil: null, sparedSessionId };

  assert.equal(await setPassword({ database, revocations, now }, { ...change, replaces: "outdated" }), undefined);
  assert.ok(tokens.verifyAccessToken(renewed?.accessToken ?? ""));
  assert.equal(await setPassword({ database, revocations, now }, { ...change, replaces: "none" }), 2);
  assert.equal(tokens.verifyAccessToken(renewed?.accessToken ?? ""), undefined);
  for (const { refreshToken } of [forgotten, other]) assert.equal(await sessions.refresh(refreshToken), undefined);
  assert.ok(await sessions.refresh(stranger.refreshToken));
  assert.equal(await modelsOf(database).Session.count({ where: { userId: "ada.lovelace", revokedAt: null } }), 1);
  assert.equal(
    await setPassword({ database, revocations, now }, { ...change, replaces: undefined, sparedSessionId: undefined }),
    1,
  );
});

testOnEach("concurrent with a password change, no login with the old password keeps a session", async ({ open }) => {
  const [database, other] = [await open(), await open()];
  await addUser(database, "ada.lovelace");
  const node = setUp(database);
  const { sessions } = setUp(other);
  const change = { userId: "ada.lovelace", passwordHash: "another", temporaryUntil: null, replaces: "none" };
  const [ended, ...logins] = await Promise.all([
    setPassword({ ...node, database }, { ...change, sparedSessionId: undefined }),
    ...Array.from({ length: 12 }, () => sessions.open("ada.lovelace", "none", undefined)),
  ]);
  assert.equal(ended, logins.filter((login) => login !== undefined).length);
  assert.equal(await modelsOf(database).Session.count({ where: { revokedAt: null } }), 0);
});
