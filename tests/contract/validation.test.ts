import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { type Member, startApi } from "../support/api.ts";
import { type ListId, nextLink } from "../support/pages.ts";
import { badRequests, exampleRequest, operationIds } from "../support/requests.ts";
import { operation, operations, schemaCheck } from "../support/spec.ts";

const api = await startApi();
const admin = await api.admin();
const checkProblem = schemaCheck("Problem");

for (const id of operationIds) {
  test(`${id} refuses a request that is off with 400 and says which field is`, async () => {
    const client = operation(id).secured ? admin : api.anyone;
    for (const { what, request, field } of badRequests(operation(id))) {
      const answer = await client.attempt(id, request);
      assert.equal(answer.status, 400, `${what}: ${answer.status} ${answer.text}`);
      const { result, hint } = Object(answer.body);
      assert.equal(result, "Bad Request", what);
      const named = field === undefined || hint.toLowerCase().includes(field.toLowerCase());
      assert.ok(named, `${what}: the hint is ${hint}`);
      assert.ok(!/ajv|schema|\bmust match pattern\b|#\//i.test(hint), `${what}: the hint talks of schemas: ${hint}`);
    }
  });

  test(`${id} gives problem details to whoever prefers them`, async () => {
    const client = operation(id).secured ? admin : api.anyone;
    const request = { ...exampleRequest(operation(id)), query: "surplus=1" };
    const plain = await client.attempt(id, request);
    const requestId = randomUUID();
    const headers = { accept: "application/problem+json", "x-request-id": requestId };
    const answer = await client.attempt(id, { ...request, headers });
    assert.equal(answer.mediaType, "application/problem+json");
    assert.deepEqual(checkProblem(answer.body), []);
    assert.deepEqual(answer.body, {
      type: "about:blank",
      title: Object(plain.body).result,
      status: 400,
      detail: Object(plain.body).hint,
      instance: `urn:uuid:${requestId}`,
    });
    for (const accept of ["application/json", "*/*", "application/json, application/problem+json;q=0.5"]) {
      assert.equal((await client.attempt(id, { ...request, headers: { accept } })).mediaType, "application/json");
    }
  });
}

test("what the spec itself gives as examples is never refused as off", async () => {
  for (const id of operationIds) {
    const client = operation(id).secured ? admin : api.anyone;
    const { status, text } = await client.attempt(id, exampleRequest(operation(id)));
    assert.notEqual(status, 400, `${id}: ${text}`);
  }
});

/** Each list with three items of the member's, so that pages of two have a next one. */
const lists: Readonly<Record<ListId, (member: Member, guest: Member) => Promise<Record<string, string | number>>>> = {
  listPosts: async (member) => {
    await threePosts(member);
    return {};
  },
  getMyTimeline: async (member) => {
    await threePosts(member);
    return {};
  },
  getTimeline: async (member) => {
    await threePosts(member);
    return { userId: member.id };
  },
  listComments: async (member, guest) => threeComments(member, guest),
  listPostReactions: async (member, guest) => {
    const [postId = 0] = await threePosts(member);
    for (const reader of [member, guest, admin]) {
      await reader.call("reactToPost", 201, { path: { postId }, body: { type: 1 } });
    }
    return { postId };
  },
  listNotifications: async (member, guest) => {
    await threeComments(member, guest);
    return {};
  },
};

async function threePosts(member: Member) {
  const ids: number[] = [];
  for (let i = 0; i < 3; i++)
    ids.push((await member.call("createPost", 201, { body: { content: `Post ${i}` } })).body.id);
  return ids;
}

async function threeComments(member: Member, guest: Member) {
  const { body: post } = await member.call("createPost", 201, { body: { content: "A post" } });
  const path = { postId: post.id };
  for (let i = 0; i < 3; i++) await guest.call("createComment", 201, { path, body: { content: `Comment ${i}` } });
  return path;
}

test("every operation with a cursor is tested as a list", () => {
  const paged = operations.filter(({ parameters }) => parameters.some(({ name }) => name === "cursor"));
  assert.deepEqual(paged.map(({ id }) => id).toSorted(), Object.keys(lists).toSorted());
});

test("a cursor of another list, of another caller's list, or one that was tampered with gets 400", async () => {
  const cursors: string[] = [];
  for (const id of operationIds) {
    if (!isList(id)) continue;
    const [member, guest] = await api.members(2);
    const path = await lists[id](member, guest);
    const first = await member.attempt(id, { path, query: { limit: 2 } });
    const cursor: string = Object(first.body).nextCursor;
    assert.ok(nextLink(first), id);
    const second = await member.attempt(id, { path, query: { limit: 2, cursor } });
    assert.equal(second.status, 200, `${id}: ${second.text}`);

    const tampered = [
      `${cursor[0] === "A" ? "B" : "A"}${cursor.slice(1)}`,
      `${cursor.slice(0, -2)}${cursor.at(-2) === "A" ? "B" : "A"}${cursor.at(-1)}`,
      cursor.slice(0, -1),
      cursor.slice(1),
      `${cursor}A`,
      Buffer.from("1").toString("base64url"),
      ...cursors,
    ];
    for (const bad of tampered) {
      const refused = await member.attempt(id, { path, query: { limit: 2, cursor: bad } });
      assert.equal(refused.status, 400, `${id} took the cursor ${bad}: ${refused.text}`);
      assert.match(Object(refused.body).hint, /cursor/);
    }
    cursors.push(cursor);
  }
});

function isList(id: string): id is ListId {
  return Object.hasOwn(lists, id);
}

test("limit is 1 to 100", async () => {
  for (const id of operationIds) {
    if (!isList(id)) continue;
    const [member, guest] = await api.members(2);
    const path = await lists[id](member, guest);
    const one = await member.attempt(id, { path, query: { limit: 1 } });
    assert.equal(Object(one.body).items.length, 1);
    assert.equal((await member.attempt(id, { path, query: { limit: 100 } })).status, 200);
    for (const limit of [0, 101, -1]) assert.equal((await member.attempt(id, { path, query: { limit } })).status, 400);
  }
});
