import assert from "node:assert/strict";
import { emoji } from "../data.ts";
import { uniqueId } from "../members.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

const password = "correct horse battery";

export const accountRules: readonly ContractRule[] = [
  {
    id: "account/id-availability",
    title: "checkUserId distinguishes a free id from a taken one",
    source: guideline("계정, ID 중복체크"),
    operations: ["checkUserId"],
    async run({ anyone }) {
      const userId = uniqueId();
      assert.deepEqual((await anyone.call("checkUserId", 200, { path: { userId } })).body, {
        id: userId,
        available: true,
      });
      await anyone.call("signUp", 201, { body: { id: userId, password, name: "Ada" } });
      assert.equal((await anyone.call("checkUserId", 409, { path: { userId } })).body.result, "Conflict");
      await anyone.call("checkUserId", 200, { path: { userId: userId.toUpperCase() } });
    },
  },
  {
    id: "account/sign-up",
    title: "signUp creates a member; other members see no private data of it",
    source: guideline("계정, 회원가입"),
    operations: ["signUp", "getUser"],
    async run({ anyone, members, now }) {
      const id = uniqueId();
      const [reader] = await members(1);
      const profile = { id, name: "Ada Lovelace", nickname: "Countess", bio: "Writes programs" };
      const signedUp = await anyone.call("signUp", 201, { body: { ...profile, password } });
      const { createdAt, ...user } = signedUp.body;
      assert.deepEqual(user, profile);
      assert.ok(Math.abs(Date.parse(createdAt) - now().getTime()) < 60_000);
      assert.equal(signedUp.headers.get("location"), `/user/${id}`);
      assert.deepEqual((await reader.call("getUser", 200, { path: { userId: id } })).body, signedUp.body);
    },
  },
  {
    id: "account/nullable",
    title: "signUp accepts nickname and bio that are absent or null",
    source: guideline("Model, user: 별명, 소개 nullable"),
    operations: ["signUp"],
    async run({ anyone }) {
      for (const extra of [{}, { nickname: null, bio: null }]) {
        const { body } = await anyone.call("signUp", 201, {
          body: { id: uniqueId(), password, name: "Ada", ...extra },
        });
        assert.equal(body.nickname, null);
        assert.equal(body.bio, null);
      }
    },
  },
  {
    id: "account/id-taken",
    title: "signUp rejects an id that is taken and does not change the existing member",
    source: guideline("계정, 회원가입: 409"),
    operations: ["signUp"],
    async run({ anyone, members, logIn }) {
      const [ada] = await members(1);
      const before = (await ada.call("getMe", 200)).body;
      const refused = await anyone.call("signUp", 409, {
        body: { id: ada.id, password: "another password", name: "Eve" },
      });
      assert.equal(refused.body.result, "Conflict");
      await anyone.call("logIn", 401, { body: { id: ada.id, password: "another password" } });
      assert.deepEqual((await (await logIn(ada.id, ada.password)).call("getMe", 200)).body, before);
    },
  },
  {
    id: "account/sign-up-race",
    title: "of concurrent sign-ups with the same id, exactly one succeeds",
    source: guideline("계정, 회원가입: 409"),
    operations: ["signUp"],
    async run({ anyone, logIn }) {
      const id = uniqueId();
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          anyone.callAny("signUp", [201, 409], {
            body: { id, password: `${password} ${index}`, name: `Name ${index}` },
          }),
        ),
      );
      const winners = answers.flatMap(({ status }, index) => (status === 201 ? [index] : []));
      assert.equal(winners.length, 1);
      const winner = await logIn(id, `${password} ${winners[0]}`);
      assert.equal((await winner.call("getMe", 200)).body.name, `Name ${winners[0]}`);
    },
  },
  {
    id: "account/log-in",
    title: "logIn returns working tokens, different ones for each login",
    source: guideline("계정, 로그인: 200"),
    operations: ["logIn"],
    async run({ anyone, as, members }) {
      const [ada] = await members(1);
      const { body: tokens } = await anyone.call("logIn", 200, { body: { id: ada.id, password: ada.password } });
      assert.equal(tokens.tokenType, "Bearer");
      assert.equal(tokens.expiresIn, 900);
      assert.equal(tokens.mustChangePassword, false);
      assert.notEqual(tokens.accessToken, ada.token);
      assert.notEqual(tokens.refreshToken, ada.refreshToken);
      for (const token of [tokens.accessToken, ada.token]) {
        assert.equal((await as(token).call("getMe", 200)).body.id, ada.id);
      }
    },
  },
  {
    id: "account/log-in-refused",
    title: "logIn answers an unknown id exactly like a wrong password",
    source: guideline("계정, 로그인: 401"),
    operations: ["logIn"],
    async run({ anyone, members }) {
      const [ada] = await members(1);
      const wrong = await anyone.call("logIn", 401, { body: { id: ada.id, password: `${ada.password}!` } });
      const unknown = await anyone.call("logIn", 401, { body: { id: uniqueId(), password: ada.password } });
      await anyone.call("logIn", 401, { body: { id: ada.id, password: ada.password.toUpperCase() } });
      assert.deepEqual(unknown.body, wrong.body);
      assert.equal(wrong.body.result, "Unauthorized");
    },
  },
  {
    id: "account/me",
    title: "getMe returns the member's public profile and their private properties",
    source: specAt("/paths/~1user~1me/get"),
    operations: ["getMe"],
    async run({ members }) {
      const [ada] = await members(1);
      const { body: me } = await ada.call("getMe", 200);
      const { body: user } = await ada.call("getUser", 200, { path: { userId: ada.id } });
      assert.deepEqual(me, { ...user, isAdmin: false, mustChangePassword: false });
    },
  },
  {
    id: "account/me-admin",
    title: "getMe returns isAdmin true for an admin",
    source: specAt("/components/schemas/Me"),
    operations: ["getMe"],
    needs: "admin",
    async run({ admin }) {
      const adminClient = await admin();
      assert.equal((await adminClient.call("getMe", 200)).body.isAdmin, true);
    },
  },
  {
    id: "account/no-user",
    title: "getUser answers 204 when the user does not exist",
    source: specAt("/paths/~1user~1{userId}/get"),
    operations: ["getUser"],
    async run({ members }) {
      const [ada] = await members(1);
      await ada.call("getUser", 204, { path: { userId: uniqueId() } });
    },
  },
  {
    id: "account/profile",
    title:
      "changeNickname and changeBio set and clear the value, reject the current value with 409, and take effect immediately",
    source: guideline("계정, 별명 변경, 소개 변경"),
    operations: ["changeNickname", "changeBio"],
    async run({ members }) {
      const [ada, bob] = await members(2);
      const readProfile = async () => (await bob.call("getUser", 200, { path: { userId: ada.id } })).body;
      for (const nickname of [emoji(30), "Countess", null]) {
        const { body: me } = await ada.call("changeNickname", 200, { body: { nickname } });
        assert.equal(me.nickname, nickname);
        assert.equal((await ada.call("changeNickname", 409, { body: { nickname } })).body.result, "Conflict");
        assert.equal((await readProfile()).nickname, nickname);
      }
      for (const bio of [emoji(85), "Writes programs", null]) {
        const { body: me } = await ada.call("changeBio", 200, { body: { bio } });
        assert.equal(me.bio, bio);
        assert.equal((await ada.call("changeBio", 409, { body: { bio } })).body.result, "Conflict");
        assert.equal((await readProfile()).bio, bio);
      }
      await ada.call("changeNickname", 400, { body: { nickname: emoji(31) } });
      await ada.call("changeBio", 400, { body: { bio: emoji(86) } });
      assert.equal((await readProfile()).nickname, null);
      assert.equal((await readProfile()).bio, null);
    },
  },
];
