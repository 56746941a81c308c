import assert from "node:assert/strict";
import { test } from "node:test";
import { findMembers } from "../../../../src/server/features/backoffice/member-search.ts";
import type { FoundMembers, History, ServerState } from "../../../../src/server/features/backoffice/page-types.ts";
import { startApi } from "../../../support/api.ts";
import { modelsOf } from "../../../support/models.ts";
import { onEachDatabase } from "./databases.ts";

const api = await startApi();

const get = (path: string, token?: string, method = "GET") =>
  fetch(`${api.baseUrl}/admin/data/${path}`, {
    method,
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
  });

/** Takes the server at its word: the page does so, too. */
async function read<Data>(path: string, token: string): Promise<Data> {
  const answer = await get(path, token);
  assert.equal(answer.status, 200);
  return (await answer.json()) as Data;
}

test("the data is for admins; other callers get the same refusals as from the API", async () => {
  const [[member], admin] = await Promise.all([api.members(1), api.admin()]);
  for (const path of ["history", "state", "members"]) {
    for (const [token, challenge] of [
      [undefined, "Bearer"],
      ["no.token.atall", 'Bearer error="invalid_token"'],
      [member.token, null],
    ] as const) {
      const answer = await get(path, token);
      assert.equal(answer.status, 403);
      assert.equal(answer.headers.get("WWW-Authenticate"), challenge);
      const hint = `You have not permission for 'GET /admin/data/${path}'`;
      assert.deepEqual(await answer.json(), { result: "Forbidden", hint });
    }
    const wrong = await get(path, admin.token, "POST");
    assert.deepEqual([wrong.status, wrong.headers.get("Allow")], [405, "GET, HEAD, OPTIONS"]);
  }
  assert.equal((await get("other", admin.token)).status, 404);
});

test("an admin gets the history, state and members; an invalid query gets a 400 with a hint", async () => {
  const { token, id } = await api.admin();
  const history = await read<History>("history?range=week", token);
  assert.deepEqual([history.step, history.steps], [3600, 168]);
  assert.ok(history.byOperation.some(({ operationId, count }) => operationId === "logIn" && count > 0));
  const state = await read<ServerState>("state", token);
  assert.match(state.process.runtime, /^(Node|Deno) \d/);
  assert.ok(state.process.uptime > 0);
  assert.ok(state.database.bytes > 10_000);
  const found = await read<FoundMembers>(`members?search=${id}`, token);
  assert.deepEqual(
    found.items.map((member) => [member.id, member.isAdmin, member.temporaryPasswordExpiresAt]),
    [[id, true, null]],
  );
  for (const [path, hint] of [
    ["history?range=century", "range must be day, week, month or year"],
    ["members?search=%20", "search must have 1 to 50 characters, and no U+0000"],
    ["members?search=%00", "search must have 1 to 50 characters, and no U+0000"],
    [`members?search=${"x".repeat(51)}`, "search must have 1 to 50 characters, and no U+0000"],
  ] as const) {
    const answer = await get(path, token);
    assert.equal(answer.status, 400, path);
    assert.deepEqual(await answer.json(), { result: "Bad Request", hint });
  }
});

test("while the database is unavailable, the answer says so", async (t) => {
  const { token } = await api.admin();
  t.after(() => api.control.setDatabaseAway(false));
  await api.control.setDatabaseAway(true);
  const answer = await get("history", token);
  assert.deepEqual([answer.status, answer.headers.get("Retry-After")], [503, "5"]);
});

test("the page's requests are not counted as requests of the API", async () => {
  const admin = await api.admin();
  const before = (await admin.call("getServerStats", 200)).body.requestsLast24h;
  await get("history", admin.token);
  await get("state", admin.token);
  assert.equal((await admin.call("getServerStats", 200)).body.requestsLast24h, before + 1);
});

onEachDatabase("the search for members", (database) => {
  const search = async (text: string) => (await findMembers(database(), text)).items.map(({ id }) => id);

  test("finds parts of ids, names and nicknames, ignoring case; an exact id comes first", async () => {
    const members = [
      ["aaron", "Aaron", "50% off"],
      ["ada.l", "Ada Lovelace", null],
      ["grace", "Grace Hopper", "Amazing_Grace"],
      ["z.ada", "김채원", "채원"],
    ] as const;
    for (const [id, name, nickname] of members) {
      await modelsOf(database()).User.create({ id, name, nickname, passwordHash: "x", createdAt: new Date() });
    }
    assert.deepEqual(await search("ADA"), ["ada.l", "z.ada"]);
    assert.deepEqual(await search("z.ada"), ["z.ada"]);
    assert.deepEqual(await search("a"), ["aaron", "ada.l", "grace", "z.ada"]);
    assert.deepEqual(await search("hopper"), ["grace"]);
    assert.deepEqual(await search("채원"), ["z.ada"]);
    assert.deepEqual(await search("%"), ["aaron"]);
    assert.deepEqual(await search("_"), ["grace"]);
    assert.deepEqual(await search("!"), []);
  });

  test("returns 20 and says that there are more", async () => {
    const { User } = modelsOf(database());
    for (let number = 10; number <= 30; number += 1) {
      await User.create({ id: `many${number}`, name: "Many", passwordHash: "x", createdAt: new Date() });
    }
    const { items, isCut } = await findMembers(database(), "many");
    assert.deepEqual([items.length, isCut], [20, true]);
    assert.equal((await findMembers(database(), "many2")).isCut, false);
  });
});
