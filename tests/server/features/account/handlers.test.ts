import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import {
  createPasswordHasher,
  HasherBusy,
  type PasswordHasher,
} from "../../../../src/server/crypto/password-hasher.ts";
import { readCounters } from "../../../../src/server/database/counters/sharded-counters.ts";
import { createAccessTokens } from "../../../../src/server/features/account/access-tokens.ts";
import { createCredentials } from "../../../../src/server/features/account/credentials.ts";
import { accountHandlers } from "../../../../src/server/features/account/handlers.ts";
import { createLoginThrottle, maxLoginFailures } from "../../../../src/server/features/account/login-throttle.ts";
import { userQueries } from "../../../../src/server/features/account/queries.ts";
import { createRevocations } from "../../../../src/server/features/account/revocations.ts";
import { createSessions } from "../../../../src/server/features/account/sessions.ts";
import { createSigningKeys } from "../../../../src/server/features/account/signing-keys.ts";
import type { Caller } from "../../../../src/server/http/request/caller.ts";
import { modelsOf } from "../../../support/models.ts";
import { type SharedDatabase, testOnEach } from "./databases.ts";

const password = "correct horse battery";
const day = 24 * 60 * 60_000;

async function setUp({ open, cleanUp }: SharedDatabase) {
  const database = await open();
  const real = createPasswordHasher({ iterations: 1000, threads: 1, maxQueued: 64, randomBytes });
  cleanUp(() => real.close());
  const clock = { now: Date.parse("2026-11-23T05:45:00.000Z") };
  const queue = { isFull: false };
  const unlessFull = <T>(work: () => Promise<T>) => (queue.isFull ? Promise.reject(new HasherBusy(7)) : work());
  const hasher: PasswordHasher = {
    ...real,
    hash: (text) => unlessFull(() => real.hash(text)),
    verify: (text, stored) => unlessFull(() => real.verify(text, stored)),
  };
  const now = () => new Date(clock.now);
  const users = userQueries(database);
  const revocations = createRevocations({ database, log: { warn() {}, info() {} }, now });
  const { sign, verifyAccessToken } = createAccessTokens({ keys: createSigningKeys("x".repeat(32)), revocations, now });
  const sessions = createSessions({ database, tokens: { sign }, revocations, now, randomBytes });
  const credentials = createCredentials({ users, hasher, sessions, now });
  const loginThrottle = createLoginThrottle();
  const deps = { database, users, credentials, sessions, revocations, hasher, loginThrottle, now, randomBytes };
  const handlers = accountHandlers(deps);
  const signUp = (id: string) => handlers.signUp({ body: { id, password, name: "Ada" } });
  const logIn = (id: string, text = password) => handlers.logIn({ body: { id, password: text } });
  const as = (accessToken: string): Caller | undefined => {
    const identity = verifyAccessToken(accessToken);
    return identity && { ...identity, requestLine: "POST /somewhere" };
  };
  const caller = async (id: string, text = password): Promise<Caller> => {
    const answer = await logIn(id, text);
    assert.ok(answer.status === 200);
    const found = as(answer.body.accessToken);
    assert.ok(found);
    return found;
  };
  return { database, handlers, clock, queue, signUp, logIn, as, caller };
}

testOnEach("one of many concurrent sign-ups with one id succeeds, and one is counted", async (shared) => {
  const { database, signUp } = await setUp(shared);
  const answers = await Promise.all(Array.from({ length: 12 }, () => signUp("ada.lovelace")));
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 11 }, () => 409)]);
  assert.equal((await signUp("Ada.lovelace")).status, 201, "ids differ by case");
  assert.equal((await readCounters(database, ["users"])).get("users"), 2);
  const taken = await signUp("ada.lovelace");
  assert.deepEqual(taken, { status: 409, body: { result: "Conflict", hint: "The id 'ada.lovelace' is taken" } });
});

testOnEach(
  "ten wrong passwords in a quarter of an hour, then 429, also for an id without an account",
  async (shared) => {
    const { signUp, logIn } = await setUp(shared);
    await signUp("ada.lovelace");
    const answers = [];
    for (const id of ["ada.lovelace", "no.body"]) {
      for (let count = 0; count < maxLoginFailures; count++) answers.push(await logIn(id, "wrong horse battery"));
    }
    assert.equal(answers.length, 20);
    for (const answer of answers) assert.deepEqual(answer, answers[0]);
    assert.equal(answers[0]?.status, 401);
    for (const id of ["ada.lovelace", "no.body"]) {
      const refused = await logIn(id);
      assert.ok(refused.status === 429 && "result" in refused.body);
      assert.equal(refused.body.result, "Too Many Requests");
      const seconds = refused.headers["Retry-After"];
      assert.ok(seconds > 800 && seconds <= 900, `${seconds} s`);
    }
  },
);

testOnEach("a full queue is a 503 with Retry-After, and not counted as a failed login", async (shared) => {
  const { handlers, queue, signUp, logIn, caller } = await setUp(shared);
  await signUp("ada.lovelace");
  const ada = await caller("ada.lovelace");
  queue.isFull = true;
  const change = { body: { currentPassword: password, newPassword: "a better engine" } };
  const answers: { readonly status: number }[] = [
    await signUp("bob.bobson"),
    await handlers.issueTemporaryPassword({ path: { userId: ada.id } }, ada),
    await handlers.changePassword(change, ada),
  ];
  for (let count = 0; count < 2 * maxLoginFailures; count++) answers.push(await logIn("ada.lovelace"));
  for (const answer of answers) {
    assert.deepEqual(answer, {
      status: 503,
      headers: { "Retry-After": 7 },
      body: {
        result: "Service Unavailable",
        hint: "Too many passwords are being checked at the moment, try again in 7 seconds",
      },
    });
  }
  queue.isFull = false;
  assert.equal((await logIn("ada.lovelace")).status, 200);
});

testOnEach("a wrong current password is refused before the new one is checked, at most ten times", async (shared) => {
  const { handlers, signUp, logIn, caller } = await setUp(shared);
  await signUp("ada.lovelace");
  const [ada, other] = [await caller("ada.lovelace"), await caller("ada.lovelace")];
  const change = (currentPassword: string, newPassword: string, by = ada) =>
    handlers.changePassword({ body: { currentPassword, newPassword } }, by);
  assert.deepEqual(await change("wrong horse battery", "wrong horse battery"), {
    status: 403,
    body: { result: "Forbidden", hint: "You have not permission for 'POST /somewhere'" },
  });
  assert.equal((await change(password, password)).status, 409);
  assert.deepEqual(await change(password, "a better engine"), { status: 200, body: { endedSessions: 1 } });
  assert.equal((await logIn("ada.lovelace")).status, 401);
  const again = await caller("ada.lovelace", "a better engine");
  assert.notEqual(again.sessionId, other.sessionId);
  for (let count = 0; count < maxLoginFailures; count++)
    assert.equal((await change(password, "another one")).status, 403);
  assert.equal((await change("a better engine", "another one", again)).status, 429);
  assert.equal((await logIn("ada.lovelace", "a better engine")).status, 200, "logins are counted apart");
});

testOnEach("one of several concurrent changes of one password succeeds", async (shared) => {
  const { handlers, signUp, caller } = await setUp(shared);
  await signUp("ada.lovelace");
  const ada = await caller("ada.lovelace");
  const answers = await Promise.all(
    ["engine number 1", "engine number 2", "engine number 3"].map((newPassword) =>
      handlers.changePassword({ body: { currentPassword: password, newPassword } }, ada),
    ),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 403, 403]);
});

testOnEach("a temporary password replaces the old one for a day", async (shared) => {
  const { database, handlers, clock, signUp, logIn, as, caller } = await setUp(shared);
  for (const id of ["ada.lovelace", "eve.dropper", "root.admin"]) await signUp(id);
  await modelsOf(database).User.update({ isAdmin: true }, { where: { id: "root.admin" } });
  const [ada, eve, root] = [await caller("ada.lovelace"), await caller("eve.dropper"), await caller("root.admin")];
  const issue = (userId: string, by: Caller) => handlers.issueTemporaryPassword({ path: { userId } }, by);
  assert.equal((await issue("ada.lovelace", eve)).status, 403);
  assert.deepEqual(await issue("no.body", eve), await issue("ada.lovelace", eve));
  assert.equal((await issue("no.body", root)).status, 404);

  const answer = await issue("ada.lovelace", root);
  assert.ok(answer.status === 201);
  const { temporaryPassword, expiresAt } = answer.body;
  assert.match(temporaryPassword, /^[2-9A-HJ-NP-Za-km-z]{16}$/);
  assert.equal(expiresAt, "2026-11-24T05:45:00.000Z");
  assert.equal((await logIn("ada.lovelace")).status, 401);
  const login = await logIn("ada.lovelace", temporaryPassword);
  assert.ok(login.status === 200);
  assert.equal(login.body.mustChangePassword, true);
  const again = as(login.body.accessToken);
  assert.ok(again && again.sessionId !== ada.sessionId);

  const own = await issue("ada.lovelace", again);
  assert.ok(own.status === 201);
  const ended = await modelsOf(database).Session.findAll({ where: { userId: "ada.lovelace" }, order: ["createdAt"] });
  const alive = ended.filter(({ revokedAt }) => revokedAt === null).map(({ id }) => id);
  assert.deepEqual(alive, [again.sessionId], "one's own session lives on");

  clock.now += day;
  assert.equal((await logIn("ada.lovelace", own.body.temporaryPassword)).status, 401);
  clock.now -= 1;
  const change = { currentPassword: own.body.temporaryPassword, newPassword: "a better engine" };
  assert.deepEqual(await handlers.changePassword({ body: change }, again), { status: 200, body: { endedSessions: 0 } });
  clock.now += day;
  const last = await logIn("ada.lovelace", "a better engine");
  assert.ok(last.status === 200);
  assert.equal(last.body.mustChangePassword, false);
});
