import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createPasswordHasher, type PasswordHasher } from "../../../../src/server/crypto/password-hasher.ts";
import { createAccessTokens } from "../../../../src/server/features/account/access-tokens.ts";
import { createCredentials } from "../../../../src/server/features/account/credentials.ts";
import { userQueries } from "../../../../src/server/features/account/queries.ts";
import { createRevocations } from "../../../../src/server/features/account/revocations.ts";
import { createSessions } from "../../../../src/server/features/account/sessions.ts";
import { createSigningKeys } from "../../../../src/server/features/account/signing-keys.ts";
import { modelsOf } from "../../../support/models.ts";
import { vectors } from "../../crypto/werkzeug-vectors.ts";
import { addUser, testOnEach } from "./databases.ts";

testOnEach(
  "a login with a weaker or other hash replaces it, also when many log in at once",
  async ({ open, cleanUp }) => {
    const database = await open();
    const now = () => new Date();
    const real = createPasswordHasher({ iterations: 2000, threads: 1, maxQueued: 64, randomBytes });
    cleanUp(() => real.close());
    const asked: (string | undefined)[] = [];
    const hasher: PasswordHasher = {
      ...real,
      verify: (password, stored) => {
        asked.push(stored);
        return real.verify(password, stored);
      },
    };
    const revocations = createRevocations({ database, log: { warn() {}, info() {} }, now });
    const tokens = createAccessTokens({ keys: createSigningKeys("x".repeat(32)), revocations, now });
    const sessions = createSessions({ database, tokens, revocations, now, randomBytes });
    const credentials = createCredentials({ users: userQueries(database), hasher, sessions, now });

    const few = vectors.filter(({ stored }) =>
      /^(pbkdf2:sha256:1000|pbkdf2:sha256:600000|pbkdf2:sha1:|scrypt:16384:)/.test(stored),
    );
    for (const [index, { password, stored }] of few.entries()) {
      const id = `user.${index}`;
      const isOfToday = /^pbkdf2:sha256:\d{5,}\$/.test(stored);
      await addUser(database, id, stored);
      assert.equal(await credentials.logIn(id, `${password}!`), undefined);
      assert.equal(
        (await modelsOf(database).User.findByPk(id))?.passwordHash,
        stored,
        "a wrong password replaces nothing",
      );
      const logins = await Promise.all([1, 2, 3].map(() => credentials.logIn(id, password)));
      for (const login of logins) assert.equal(tokens.verifyAccessToken(login?.accessToken ?? "")?.id, id);
      const kept = (await modelsOf(database).User.findByPk(id))?.passwordHash ?? "";
      if (isOfToday) assert.equal(kept, stored);
      else assert.match(kept, /^pbkdf2:sha256:2000\$/);
      assert.ok(await credentials.logIn(id, password));
    }

    asked.length = 0;
    assert.equal(await credentials.logIn("no.body", "correct horse battery"), undefined);
    assert.deepEqual(asked, [undefined], "an unknown id costs a verification, too");
  },
);

testOnEach("a temporary password works until it expires", async ({ open, cleanUp }) => {
  const database = await open();
  const hasher = createPasswordHasher({ iterations: 1000, threads: 1, maxQueued: 8, randomBytes });
  cleanUp(() => hasher.close());
  const clock = { now: Date.parse("2026-11-23T05:45:00.000Z") };
  const [{ password, stored } = { password: "", stored: "" }] = vectors;
  await addUser(database, "ada.lovelace", stored);
  await modelsOf(database).User.update(
    { temporaryPasswordExpiresAt: new Date(clock.now) },
    { where: { id: "ada.lovelace" } },
  );
  const sessions = { open: () => Promise.reject(new Error("not asked")) };
  const now = () => new Date(clock.now);
  const credentials = createCredentials({ users: userQueries(database), hasher, sessions, now });
  clock.now -= 1;
  assert.equal(await credentials.verify("ada.lovelace", password), stored);
  clock.now += 1;
  assert.equal(await credentials.verify("ada.lovelace", password), undefined);
  assert.equal(await credentials.logIn("ada.lovelace", password), undefined);
});
