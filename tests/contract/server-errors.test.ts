import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationId } from "../../src/contract/client.ts";
import { exampleRequest, operationIds } from "../../src/contract/requests.ts";
import { startApi } from "../support/api.ts";
import type { FaultyPart } from "../support/control.ts";
import { spec } from "../support/spec.ts";

const api = await startApi({ env: { RATE_LIMIT: "1000000" } });
const admin = await api.admin();
const checkProblem = spec.schemaCheck("Problem");
const message = "The cogs have slipped";

/** The part to break so that an operation fails: getReadiness reports every database error as 503. */
function partOf(id: OperationId): FaultyPart {
  return id === "getHealth" || id === "getReadiness" ? "limiter" : "database";
}

for (const id of operationIds(spec)) {
  test(`${id} answers an unexpected error with 500 and its message, and works again`, async () => {
    const client = spec.operation(id).secured ? admin : api.anyone;
    const request = exampleRequest(spec.operation(id));
    const requestWithId = request.path?.userId === undefined ? request : { ...request, path: { userId: admin.id } };
    await api.control.setFault(partOf(id), message);
    const failed = await client.attempt(id, { ...requestWithId, headers: { "x-request-id": `fault-of-${id}` } });
    const problem = await client.attempt(id, { ...requestWithId, headers: { accept: "application/problem+json" } });
    await api.control.clearFault();

    assert.equal(failed.status, 500, failed.text);
    const { result, hint } = Object(failed.body);
    assert.equal(result, "Internal Server Error");
    assert.ok(hint.startsWith(message), hint);
    assert.ok(hint.includes(`fault-of-${id}`), hint);
    assert.equal(problem.status, 500);
    assert.deepEqual(checkProblem(problem.body), []);
    assert.ok((await client.attempt(id, request)).status < 500);
  });
}

test("a 500 contains no stack, SQL statement, value or database address", async () => {
  const faults = [
    ["database", "connect postgres://minifb:secret@db:5432/minifb failed"],
    ["database", "boom\n    at handler (/srv/minifb/src/post/handlers.ts:12:3)"],
    ["statement", "SELECT password_hash FROM nowhere WHERE id = 'ada.secret'"],
  ] as const;
  for (const [part, cause] of faults) {
    await api.control.setFault(part, cause);
    const { text, status } = await admin.attempt("listPosts");
    await api.control.clearFault();
    assert.equal(status, 500);
    assert.doesNotMatch(text, /secret|postgres:|password_hash|handlers\.ts|\bat handler|SELECT/);
  }
});

test("with HIDE_ERRORS a 500 does not contain the message", async (t) => {
  const hiding = await startApi({ env: { HIDE_ERRORS: "true" } }, t);
  await hiding.control.setFault("database", message);
  const { body } = await hiding.anyone.call("checkUserId", 500, { path: { userId: "ada.lovelace" } });
  assert.doesNotMatch(body.hint, /cogs/);
  assert.equal(body.result, "Internal Server Error");
});

test("every operation that needs the database answers 503 while it is unavailable, and works again afterwards", async () => {
  const [member, friend] = await api.members(2);
  const { body: post } = await member.call("createPost", 201, { body: { content: "Still here?" } });
  const path = { postId: post.id };
  await friend.call("createComment", 201, { path, body: { content: "Yes" } });

  await api.control.setDatabaseAway(true);
  for (const id of operationIds(spec)) {
    const client = spec.operation(id).permission === "admin" ? admin : spec.operation(id).secured ? member : api.anyone;
    const request = exampleRequest(spec.operation(id));
    const requestWithId = request.path?.userId === undefined ? {} : { path: { ...request.path, userId: member.id } };
    const answer = await client.attempt(id, { ...request, ...requestWithId });
    if (!spec.operation(id).answers.has(503)) {
      assert.equal(answer.status, 200, id);
      continue;
    }
    assert.equal(answer.status, 503, `${id}: ${answer.text}`);
    assert.equal(Object(answer.body).result, "Service Unavailable");
    assert.ok(Number(answer.headers.get("retry-after")) > 0, id);
  }
  await api.control.setDatabaseAway(false);

  await api.anyone.call("getReadiness", 200);
  assert.equal((await member.call("getPost", 200, { path })).body.commentCount, 1);
  await friend.call("createComment", 201, { path, body: { content: "Still" } });
  const { body: page } = await member.call("listNotifications", 200);
  assert.equal(page.unreadCount, 2);
});
