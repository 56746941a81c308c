import assert from "node:assert/strict";
import type { BodyOf } from "../client.ts";
import type { AuthenticatedClient, Member } from "../members.ts";
import { type ContractRule, guideline, specAt } from "../rule.ts";

/** Other clients may use the server during a run, so a comparison of its figures is repeated before it fails. */
const maxAttempts = 3;

/** Repeats a check that fails if another client interferes. */
async function retryOnInterference<T>(check: () => Promise<T>): Promise<T> {
  for (let attemptsLeft = maxAttempts - 1; ; attemptsLeft--) {
    try {
      return await check();
    } catch (error) {
      if (attemptsLeft === 0 || !(error instanceof assert.AssertionError)) throw error;
    }
  }
}

/** Sends requests and asserts that getServerStats counts them. @returns the statistics afterwards */
async function countRequests(adminClient: AuthenticatedClient, ada: Member): Promise<BodyOf<"getServerStats", 200>> {
  const { body: before } = await adminClient.call("getServerStats", 200);
  for (let i = 0; i < 10; i++) await ada.call("getMe", 200);
  await ada.call("getPost", 400, { path: { postId: 0 } });
  const { body: after } = await adminClient.call("getServerStats", 200);

  const count = (stats: typeof before, operationId: string) =>
    stats.byEndpoint.find((endpoint) => endpoint.operationId === operationId)?.count ?? 0;
  assert.equal(count(after, "getMe") - count(before, "getMe"), 10);
  assert.equal((after.byStatus["400"] ?? 0) - (before.byStatus["400"] ?? 0), 1);
  // The eleven requests above and the first getServerStats. The second one is in flight while it counts.
  assert.equal(after.requestsLast24h - before.requestsLast24h, 12);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  assert.equal(sum(after.byMinute.map((minute) => minute.count)), after.requestsLast24h);
  assert.equal(sum(Object.values(after.byStatus)), after.requestsLast24h);
  // Requests to no operation count in the total only.
  assert.ok(sum(after.byEndpoint.map((endpoint) => endpoint.count)) <= after.requestsLast24h);
  assert.ok(after.rps > 0);
  return after;
}

export const backofficeRules: readonly ContractRule[] = [
  {
    id: "backoffice/admins-only",
    title: "only admins may call the back office operations",
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
      const adminClient = await admin();
      await adminClient.call("getServerStats", 200);
      await adminClient.call("getServiceStats", 200);
    },
  },
  {
    id: "backoffice/service-stats",
    title: "getServiceStats counts created and deleted members and posts",
    source: guideline("Back Office API, 서비스 통계"),
    operations: ["getServiceStats", "createPost", "deletePost", "signUp"],
    needs: "admin",
    phase: "alone",
    async run({ newMembers, admin }) {
      const adminClient = await admin();
      const stats = async () => (await adminClient.call("getServiceStats", 200)).body;
      await retryOnInterference(async () => {
        const before = await stats();
        assert.equal(before.timeZone, "UTC");
        const [ada] = await newMembers(1);
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
    title: "getServiceStats rejects a time zone that does not exist",
    source: specAt("/components/parameters/TimeZone"),
    operations: ["getServiceStats"],
    needs: "admin",
    async run({ admin }) {
      const adminClient = await admin();
      for (const timeZone of ["Mars/Olympus", "+09:00", "", "Asia/Seoul;", "x".repeat(65)]) {
        const refused = await adminClient.attempt("getServiceStats", { query: { timeZone } });
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
      const adminClient = await admin();
      const [ada] = await members(1);
      const after = await retryOnInterference(() => countRequests(adminClient, ada));
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
    title: "getServiceStats counts all posts that are created concurrently",
    source: guideline("Back Office API, 서비스 통계"),
    operations: ["getServiceStats", "createPost"],
    needs: "admin",
    phase: "alone",
    async run({ members, admin }) {
      const adminClient = await admin();
      const guests: Member[] = await members(6);
      const total = async () => (await adminClient.call("getServiceStats", 200)).body.totalPosts;
      await retryOnInterference(async () => {
        const before = await total();
        await Promise.all(guests.map((member) => member.call("createPost", 201, { body: { content: "Me too" } })));
        assert.equal(await total(), before + guests.length);
      });
    },
  },
];
