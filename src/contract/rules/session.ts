import assert from "node:assert/strict";
import { uniqueId } from "../members.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

export const sessionRules: readonly ContractRule[] = [
  {
    id: "session/refresh",
    title: "refreshToken returns a new pair of tokens that works",
    source: specAt("info: Authentication"),
    operations: ["refreshToken"],
    async run({ anyone, as, newMembers }) {
      const [ada] = await newMembers(1);
      const { body: tokens } = await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
      assert.notEqual(tokens.refreshToken, ada.refreshToken);
      assert.equal((await as(tokens.accessToken).call("getMe", 200)).body.id, ada.id);
      await anyone.call("refreshToken", 200, { body: { refreshToken: tokens.refreshToken } });
    },
  },
  {
    id: "session/refresh-reuse",
    title: "reuse of a refresh token ends its session and no other",
    source: specAt("info: Authentication"),
    operations: ["refreshToken"],
    async run({ anyone, as, newMembers, logIn }) {
      const [ada] = await newMembers(1);
      const other = await logIn(ada.id, ada.password);
      const { body: second } = await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
      const { body: third } = await anyone.call("refreshToken", 200, { body: { refreshToken: second.refreshToken } });

      await anyone.call("refreshToken", 401, { body: { refreshToken: ada.refreshToken } });
      await anyone.call("refreshToken", 401, { body: { refreshToken: third.refreshToken } });
      for (const token of [ada.token, second.accessToken, third.accessToken]) await as(token).call("getMe", 403);
      await other.call("getMe", 200);
      await anyone.call("refreshToken", 200, { body: { refreshToken: other.refreshToken } });
    },
  },
  {
    id: "session/refresh-race",
    title: "of concurrent uses of one refresh token, at most one succeeds, and the session ends",
    source: specAt("info: Authentication"),
    operations: ["refreshToken"],
    async run({ anyone, newMembers }) {
      const [ada] = await newMembers(1);
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
    },
  },
  {
    id: "session/refresh-none",
    title: "refreshToken rejects unknown and malformed tokens",
    source: specAt("/paths/~1auth~1refresh/post"),
    operations: ["refreshToken"],
    async run({ anyone, newMembers }) {
      const [ada] = await newMembers(1);
      await anyone.call("refreshToken", 401, { body: { refreshToken: "A".repeat(43) } });
      assert.equal((await anyone.attempt("refreshToken", { body: { refreshToken: ada.token } })).status, 400);
    },
  },
  {
    id: "session/log-out",
    title: "logOut ends the session of the refresh token immediately, and no other",
    source: specAt("/paths/~1auth~1logout/post"),
    operations: ["logOut"],
    async run({ anyone, newMembers, logIn }) {
      const [ada] = await newMembers(1);
      const other = await logIn(ada.id, ada.password);
      const { refreshToken } = ada;
      assert.deepEqual((await ada.call("logOut", 200, { body: { refreshToken } })).body, { endedSessions: 1 });
      await ada.call("getMe", 403);
      await anyone.call("refreshToken", 401, { body: { refreshToken } });
      await other.call("getMe", 200);
      assert.deepEqual((await other.call("logOut", 200, { body: { refreshToken } })).body, { endedSessions: 0 });
    },
  },
  {
    id: "session/log-out-other",
    title: "logOut ends another session of the same member, also after its token was refreshed",
    source: specAt("/paths/~1auth~1logout/post"),
    operations: ["logOut"],
    async run({ anyone, as, newMembers, logIn }) {
      const [ada] = await newMembers(1);
      const other = await logIn(ada.id, ada.password);
      const { body: newer } = await anyone.call("refreshToken", 200, { body: { refreshToken: other.refreshToken } });
      await ada.call("logOut", 200, { body: { refreshToken: newer.refreshToken } });
      await other.call("getMe", 403);
      await as(newer.accessToken).call("getMe", 403);
      await ada.call("getMe", 200);
    },
  },
  {
    id: "session/log-out-stranger",
    title: "logOut rejects another member's refresh token and does not end their session",
    source: specAt("/paths/~1auth~1logout/post"),
    operations: ["logOut"],
    async run({ anyone, newMembers }) {
      const [ada, eve] = await newMembers(2);
      const refused = await eve.call("logOut", 403, { body: { refreshToken: ada.refreshToken } });
      assert.equal(refused.body.hint, "You have not permission for 'POST /auth/logout'");
      await ada.call("getMe", 200);
      await anyone.call("refreshToken", 200, { body: { refreshToken: ada.refreshToken } });
      await eve.call("logOut", 403, { body: { refreshToken: "A".repeat(43) } });
      await eve.call("getMe", 200);
    },
  },
  {
    id: "session/change-password",
    title: "changePassword ends all other sessions, keeps this one, and only the new password works",
    source: guideline("계정, 비밀번호 변경: 200"),
    operations: ["changePassword"],
    async run({ anyone, newMembers, logIn }) {
      const [ada] = await newMembers(1);
      const others = [await logIn(ada.id, ada.password), await logIn(ada.id, ada.password)];
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
      await logIn(ada.id, newPassword);
    },
  },
  {
    id: "session/change-password-refused",
    title: "changePassword rejects a wrong current password and an unchanged one, without effect",
    source: guideline("계정, 비밀번호 변경: 403, 409"),
    operations: ["changePassword"],
    async run({ newMembers, logIn }) {
      const [ada] = await newMembers(1);
      const other = await logIn(ada.id, ada.password);
      const wrong = await ada.call("changePassword", 403, {
        body: { currentPassword: "not my password", newPassword: "a better engine of cogs" },
      });
      assert.equal(wrong.body.hint, "You have not permission for 'POST /user/me/password'");
      const same = { currentPassword: ada.password, newPassword: ada.password };
      assert.equal((await ada.call("changePassword", 409, { body: same })).body.result, "Conflict");
      await other.call("getMe", 200);
      await logIn(ada.id, ada.password);
    },
  },
  {
    id: "session/temporary-password",
    title: "a temporary password replaces the old one, ends all other sessions, and must be changed",
    source: guideline("계정, 임시 비밀번호 발급: 201"),
    operations: ["issueTemporaryPassword", "logIn"],
    async run({ anyone, newMembers, logIn, now }) {
      const [ada] = await newMembers(1);
      const other = await logIn(ada.id, ada.password);
      const { body: issued } = await ada.call("issueTemporaryPassword", 201, { path: { userId: ada.id } });
      assert.ok(Date.parse(issued.expiresAt) > now().getTime());
      await ada.call("getMe", 200);
      await other.call("getMe", 403);
      await anyone.call("refreshToken", 401, { body: { refreshToken: other.refreshToken } });
      await anyone.call("logIn", 401, { body: { id: ada.id, password: ada.password } });

      const again = await logIn(ada.id, issued.temporaryPassword);
      assert.equal(again.tokens.mustChangePassword, true);
      assert.equal((await again.call("getMe", 200)).body.mustChangePassword, true);
      const newPassword = "one of my own choice";
      await again.call("changePassword", 200, { body: { currentPassword: issued.temporaryPassword, newPassword } });
      assert.equal((await again.call("getMe", 200)).body.mustChangePassword, false);
      assert.equal((await logIn(ada.id, newPassword)).tokens.mustChangePassword, false);
      await anyone.call("logIn", 401, { body: { id: ada.id, password: issued.temporaryPassword } });
    },
  },
  {
    id: "session/temporary-password-stranger",
    title: "members may get a temporary password for themselves only; the 403 does not reveal which ids exist",
    source: guideline("계정, 임시 비밀번호 발급: 403"),
    operations: ["issueTemporaryPassword"],
    async run({ members, newMembers, logIn }) {
      const [[ada], [eve]] = [await newMembers(1), await members(1)];
      const refused = await eve.call("issueTemporaryPassword", 403, { path: { userId: ada.id } });
      assert.equal(refused.body.hint, `You have not permission for 'POST /user/${ada.id}/temporary-password'`);
      await ada.call("getMe", 200);
      await logIn(ada.id, ada.password);
      await eve.call("issueTemporaryPassword", 403, { path: { userId: uniqueId() } });
    },
  },
  {
    id: "session/temporary-password-admin",
    title: "an admin may get a temporary password for any member; an unknown id gets 404",
    source: guideline("계정, 임시 비밀번호 발급: 201"),
    operations: ["issueTemporaryPassword"],
    needs: "admin",
    provokes: [["issueTemporaryPassword", 404]],
    async run({ newMembers, admin, logIn }) {
      const [ada] = await newMembers(1);
      const adminClient = await admin();
      await adminClient.call("issueTemporaryPassword", 404, { path: { userId: uniqueId() } });
      const { body: issued } = await adminClient.call("issueTemporaryPassword", 201, { path: { userId: ada.id } });
      await ada.call("getMe", 403);
      await adminClient.call("getMe", 200);
      assert.equal((await logIn(ada.id, issued.temporaryPassword)).tokens.mustChangePassword, true);
    },
  },
];
