import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { test } from "node:test";
import { openSocket } from "../../src/contract/socket.ts";
import { clientOf } from "../support/api.ts";

/** Starts a server that answers every request in one way. */
async function answering(answer: (response: ServerResponse) => void, check: (baseUrl: string) => Promise<void>) {
  const server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address && typeof address === "object");
  try {
    await check(`http://127.0.0.1:${address.port}`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

const headers = { "x-request-id": "test-1", "content-type": "application/json; charset=utf-8" };
const json =
  (status: number, body: unknown, extra: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    response.writeHead(status, { ...headers, ...extra }).end(JSON.stringify(body));
const user = {
  id: "ada.lovelace",
  name: "Ada",
  nickname: null,
  bio: null,
  createdAt: "2026-03-01T08:00:00.000Z",
};
const error = { result: "Too Many Requests", hint: "Later" };
const getUser = (baseUrl: string) => clientOf(baseUrl).attempt("getUser", { path: { userId: user.id } });

const broken: [what: string, answer: (response: ServerResponse) => void, complaint: RegExp][] = [
  ["an undocumented status", json(418, error), /does not document/],
  ["another operation's status", json(201, user), /does not document/],
  [
    "no X-Request-Id",
    (r) => r.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(user)),
    /X-Request-Id/,
  ],
  ["an undocumented media type", json(200, user, { "content-type": "text/plain" }), /media type text\/plain/],
  ["no media type", (r) => r.writeHead(200, { "x-request-id": "1" }).end(JSON.stringify(user)), /media type undefined/],
  ["a property that the schema does not know", json(200, { ...user, passwordHash: "x" }), /additional properties/],
  ["a missing property", json(200, { id: user.id }), /required property/],
  ["a property of a wrong type", json(200, { ...user, nickname: 1 }), /nickname/],
  ["a time of a wrong format", json(200, { ...user, createdAt: "2026-13-01T08:00:00.000Z" }), /date-time/],
  ["a name that is too long in code points", json(200, { ...user, name: "😀".repeat(17) }), /name/],
  ["a missing required header", json(429, error, { "retry-after": "1", ratelimit: "r=0" }), /RateLimit-Policy/],
  [
    "a header of a wrong type",
    json(429, error, { "retry-after": "soon", ratelimit: "r=0", "ratelimit-policy": "q=1" }),
    /Retry-After/,
  ],
  [
    "a 204 with a Content-Length",
    (r) => r.writeHead(204, { "x-request-id": "1", "content-length": "0" }).end(),
    /content-length/,
  ],
  ["an error body of another form", json(400, { message: "no" }), /result/],
];

for (const [description, answer, expectedMessage] of broken) {
  test(`the client rejects an answer with ${description}`, async () => {
    await answering(answer, async (baseUrl) => {
      await assert.rejects(getUser(baseUrl), { name: "SpecViolation", message: expectedMessage });
    });
  });
}

test("the client accepts a valid answer, and asserts its status", async () => {
  await answering(json(200, { ...user, name: "😀".repeat(16) }), async (baseUrl) => {
    assert.equal((await getUser(baseUrl)).status, 200);
    await clientOf(baseUrl).call("getUser", 200, { path: { userId: user.id } });
    await assert.rejects(
      clientOf(baseUrl).call("getUser", 204, { path: { userId: user.id } }),
      /where 204 was expected/,
    );
  });
  await answering(
    (response) => response.writeHead(204, { "x-request-id": "1" }).end(),
    async (baseUrl) => {
      await clientOf(baseUrl).call("getUser", 204, { path: { userId: user.id } });
      assert.match(await raw(baseUrl), /^HTTP\/1\.1 204/);
    },
  );
});

async function raw(baseUrl: string): Promise<string> {
  const { socket, answer } = openSocket(baseUrl);
  socket.write("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n");
  return answer;
}
