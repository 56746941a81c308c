import assert from "node:assert/strict";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { type Client, createClient } from "../../src/client/client.ts";
import { isApiError } from "../../src/client/errors.ts";
import { memoryTokens } from "../../src/client/token-store.ts";
import { sleep } from "../../src/client/waiting.ts";
import { event, startStreamServer } from "./stream-server.ts";

/** A client that is signed in, and the pauses it made; a silence of a minute passes in an instant if `isImpatient`. */
function streamClient(baseUrl: string, isImpatient = false): { client: Client; pauses: number[] } {
  const pauses: number[] = [];
  const tokens = memoryTokens();
  void tokens.set({ userId: "ada", accessToken: "access", refreshToken: "refresh", expiresAt: Date.now() + 900_000 });
  const client = createClient({
    baseUrl,
    tokens,
    random: () => 1,
    retry: { attempts: 1 },
    async sleep(milliseconds, signal) {
      if (milliseconds === 60_000) return sleep(isImpatient ? 100 : milliseconds, signal);
      pauses.push(milliseconds);
    },
  });
  return { client, pauses };
}

/** The ids of the first so many notifications. */
async function take(client: Client, count: number, options: { readonly lastEventId?: number } = {}): Promise<number[]> {
  const ids: number[] = [];
  for await (const { id } of client.notifications(options)) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}

test("notifications come as they are sent, with the token and what was known before", async (t) => {
  const server = await startStreamServer(t, async ({ write }) => {
    await write(`\uFEFF: beat\n\n${event(8)}`);
    await write("event: something else\ndata: no JSON\n\n");
    await write(event(9));
  });
  const { client, pauses } = streamClient(server.baseUrl);
  assert.deepEqual(await take(client, 2, { lastEventId: 7 }), [8, 9]);
  const [connection] = server.connections;
  assert.equal(connection?.headers.authorization, "Bearer access");
  assert.equal(connection.headers["last-event-id"], "7");
  assert.equal(connection.headers.accept, "text/event-stream");
  assert.deepEqual(pauses, []);
  await isClosed(server.connections[0]?.response);
});

test("text is put together again wherever the network has cut it, even within a character", async (t) => {
  const text = event(1).replace("Ada", "에이다 🎉").replaceAll("\n", "\r\n");
  const bytes = new TextEncoder().encode(text);
  const server = await startStreamServer(t, async ({ write }) => {
    for (const byte of bytes) await write(new Uint8Array([byte]));
  });
  const { client } = streamClient(server.baseUrl);
  for await (const { actor } of client.notifications()) {
    assert.equal(actor.name, "에이다 🎉");
    break;
  }
});

test("a connection that ends or breaks is followed by one that resumes, after the time the server asks for", async (t) => {
  const server = await startStreamServer(t, async (connection, number) => {
    if (number === 0) {
      await connection.write(`retry: 40\n\n${event(1)}${event(2)}id: 3\ndata: half an ev`);
      connection.end();
    } else if (number === 1) {
      await connection.write(event(3));
      connection.cut();
    } else await connection.write(event(4));
  });
  const { client, pauses } = streamClient(server.baseUrl);
  assert.deepEqual(await take(client, 4), [1, 2, 3, 4]);
  assert.deepEqual(
    server.connections.map(({ headers }) => headers["last-event-id"]),
    [undefined, "2", "3"],
  );
  assert.deepEqual(pauses, [40, 80]);
});

test("an id without an event is resumed from as well", async (t) => {
  const server = await startStreamServer(t, async (connection, number) => {
    await connection.write(number === 0 ? "id: 41\n\n" : event(42));
    if (number === 0) connection.end();
  });
  const { client } = streamClient(server.baseUrl);
  assert.deepEqual(await take(client, 1), [42]);
  assert.equal(server.connections[1]?.headers["last-event-id"], "41");
});

test("while the server is away the pauses grow, to 20 seconds at most, or as long as it asks for", async (t) => {
  const server = await startStreamServer(t, async (connection, number) => {
    if (number < 6) connection.response.writeHead(503).end();
    else if (number === 6) connection.response.writeHead(503, { "Retry-After": "30" }).end();
    else if (number === 7)
      connection.response.writeHead(200, { "Content-Type": "text/html" }).end("Sign in to this café");
    else {
      await connection.write(event(number));
      connection.end();
    }
  });
  const { client, pauses } = streamClient(server.baseUrl);
  assert.deepEqual(await take(client, 2), [8, 9]);
  assert.deepEqual(pauses, [2000, 4000, 8000, 16_000, 20_000, 20_000, 30_000, 20_000, 1000]);
});

test("a connection that fell silent is given up for another", async (t) => {
  const server = await startStreamServer(t, async (connection, number) => {
    await connection.write(number === 0 ? ": beat\n\n" : event(5));
  });
  const { client } = streamClient(server.baseUrl, true);
  assert.deepEqual(await take(client, 1), [5]);
  assert.equal(server.connections.length, 2);
});

test("a refusal ends it", async (t) => {
  const body = JSON.stringify({ result: "Forbidden", hint: "You have not permission for 'GET /notification/stream'" });
  const server = await startStreamServer(t, ({ response }) => void response.writeHead(403).end(body));
  const { client } = streamClient(server.baseUrl);
  await assert.rejects(take(client, 1), (error) => isApiError(error, 403) && error.hint.startsWith("You have not"));
  assert.equal(server.connections.length, 1);
});

test("a signal ends it without an error: before, while waiting, and between two connections", async (t) => {
  const server = await startStreamServer(t, async (connection) => connection.write(event(1)));
  const { client } = streamClient(server.baseUrl);
  for await (const _ of client.notifications({ signal: AbortSignal.abort() })) assert.fail();
  assert.equal(server.connections.length, 0);

  const controller = new AbortController();
  for await (const _ of client.notifications({ signal: controller.signal })) {
    setTimeout(() => controller.abort(), 30);
  }
  await isClosed(server.connections[0]?.response);

  const gone = createClient({ baseUrl: "http://127.0.0.1:1", retry: { attempts: 1 } });
  const soon = AbortSignal.timeout(100);
  for await (const _ of gone.notifications({ signal: soon })) assert.fail();
});

/** Waits until the server has seen the end of a connection. */
async function isClosed(response: ServerResponse | undefined): Promise<void> {
  assert.ok(response);
  if (!response.closed) await once(response, "close");
}
