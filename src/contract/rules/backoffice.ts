import assert from "node:assert/strict";
import type { BodyOf } from "../client.ts";
import type { Member, NewMember } from "../members.ts";
import { guideline, type Rule, specAt } from "../rule.ts";

/** Strangers may use the server too, so that figures that must agree get more tries than one. */
const tries = 3;

/** Runs a check that only holds while nobody else is there, until it does. */
async function undisturbed<T>(check: () => Promise<T>): Promise<T> {
  for (let left = tries - 1; ; left--) {
    try {
      return await check();
    } catch (error) {
      if (left === 0 || !(error instanceof assert.AssertionError)) throw error;
    }
  }
}

/** Asserts that requests are counted where they belong, and gives back the figures. */
async function countRequests(chief: NewMember, ada: Member): Promise<BodyOf<"getServerStats", 200>> {
  const { body: before } = await chief.call("getServerStats", 200);
  for (let i = 0; i < 10; i++) await ada.call("getMe", 200);
  await ada.call("getPost", 400, { path: { postId: 0 } });
  const { body: after } = await chief.call("getServerStats", 200);

  const count = (stats: typeof before, operationId: string) =>
    stats.byEndpoint.find((endpoint) => endpoint.operationId === operationId)?.count ?? 0;
  assert.equal(count(after, "getMe") - count(before, "getMe"), 10);
  assert.equal((after.byStatus["400"] ?? 0) - (before.byStatus["400"] ?? 0), 1);
  // Eleven of ours and the first of these two; the second is under way while it is counted.
  assert.equal(after.requestsLast24h - before.requestsLast24h, 12);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
  assert.equal(sum(after.byMinute.map((minute) => minute.count)), after.requestsLast24h);
  assert.equal(sum(Object.values(after.byStatus)), after.requestsLast24h);
  // What asked for no operation at all is in the total only.
  assert.ok(sum(after.byEndpoint.map((endpoint) => endpoint.count)) <= after.requestsLast24h);
  assert.ok(after.rps > 0);
  return after;
}

export const backofficeRules: readonly Rule[] = [
  {
    id: "backoffice/admins-only",
    title: "the back office is for admins, and for whoever was one when they logged in",
    source: guideline("Back Office API"),
    operations: ["getServerStats", "getServiceStats"],
    needs: "admin",
    async run({ members, admin }) {
      const [ada] = await members(1);
      for (const [id, path] of [
        ["getServerStats", "/admin/stats/server"],
        ["getServiceStats", "/admin/stats/service"],
      ] as const) {
        assert.equal((await ada.call(id, 403)).body.hint, `You have not permission for 'GET ${path}'`);
      }
      const chief = await admin();
      await chief.call("getServerStats", 200);
      await chief.call("getServiceStats", 200);
    },
  },
  {
    id: "backoffice/service-stats",
    title: "getServiceStats follows what is made and deleted",
    source: guideline("Back Office API, 서비스 통계"),
    operations: ["getServiceStats", "createPost", "deletePost", "signUp"],
    needs: "admin",
    phase: "alone",
    async run({ newcomers, admin }) {
      const chief = await admin();
      const stats = async () => (await chief.call("getServiceStats", 200)).body;
      await undisturbed(async () => {
        const before = await stats();
        assert.equal(before.timeZone, "UTC");
        const [ada] = await newcomers(1);
        const { body: first } = await ada.call("createPost", 201, { body: { content: "One" } });
        await ada.call("createPost", 201, { body: { content: "Two" } });
        await ada.call("createPost", 400, { body: { content: "" } });
        assert.deepEqual(await stats(), {
          ...before,
          totalUsers: before.totalUsers + 1,
          totalPosts: before.totalPosts + 2,
          postsToday: before.postsToday + 2,
        });
        await ada.call("deletePost", 200, { path: { postId: first.id } });
        assert.deepEqual(await stats(), {
          ...before,
          totalUsers: before.totalUsers + 1,
          totalPosts: before.totalPosts + 1,
          postsToday: before.postsToday + 1,
        });
      });
    },
  },
  {
    id: "backoffice/time-zone",
    title: "getServiceStats refuses a time zone that there is none of",
    source: specAt("/components/parameters/TimeZone"),
    operations: ["getServiceStats"],
    needs: "admin",
    async run({ admin }) {
      const chief = await admin();
      for (const timeZone of ["Mars/Olympus", "+09:00", "", "Asia/Seoul;", "x".repeat(65)]) {
        const refused = await chief.attempt("getServiceStats", { query: { timeZone } });
        assert.equal(refused.status, 400, timeZone);
        assert.match(refused.text, /timeZone/);
      }
    },
  },
  {
    id: "backoffice/server-stats",
    title: "getServerStats counts requests by minute, status and operation",
    source: guideline("Back Office API, 서버 통계"),
    operations: ["getServerStats"],
    needs: "admin",
    phase: "alone",
    async run({ spec, members, admin }) {
      const chief = await admin();
      const [ada] = await members(1);
      const after = await undisturbed(() => countRequests(chief, ada));
      const minutes = after.byMinute.map(({ minute }) => minute);
      assert.deepEqual(minutes, minutes.toSorted());
      for (const { operationId, method, path, p50, p90, p99 } of after.byEndpoint) {
        const operation = spec.operations.find(({ id }) => id === operationId);
        assert.deepEqual({ method, path }, { method: operation?.method, path: operation?.path });
        assert.ok(p50 > 0 && p50 <= p90 && p90 <= p99, `${operationId}: ${p50}, ${p90}, ${p99}`);
      }
    },
  },
  {
    id: "backoffice/many-posts",
    title: "posts that are made at once are all counted",
    source: guideline("Back Office API, 서비스 통계"),
    operations: ["getServiceStats", "createPost"],
    needs: "admin",
    phase: "alone",
    async run({ members, admin }) {
      const chief = await admin();
      const crowd: Member[] = await members(6);
      const total = async () => (await chief.call("getServiceStats", 200)).body.totalPosts;
      await undisturbed(async () => {
        const before = await total();
        await Promise.all(crowd.map((member) => member.call("createPost", 201, { body: { content: "Me too" } })));
        assert.equal(await total(), before + crowd.length);
      });
    },
  },
];
