import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startSketchApi, until } from "../api.ts";
import { head } from "../raw.ts";

const sketches = {
  "GET /events": {
    operationId: "getEvents",
    permission: "member",
    security: [{ accessToken: [] }],
    statuses: [200, 403],
  },
};
const headers = { authorization: "Bearer member" };

/** An event source that a test controls. */
function source() {
  const waiting: unknown[] = [];
  let wake: (() => void) | undefined;
  const state = { nextCalls: 0, isReturned: false, error: undefined as Error | undefined };
  const events: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => events,
    async next() {
      state.nextCalls++;
      while (waiting.length === 0 && !state.isReturned && !state.error) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (state.error) throw state.error;
      return state.isReturned ? { done: true, value: undefined } : { done: false, value: waiting.shift() };
    },
    async return() {
      state.isReturned = true;
      wake?.();
      return { done: true, value: undefined };
    },
  };
  return {
    state,
    events,
    send(...sent: readonly unknown[]) {
      waiting.push(...sent);
      wake?.();
    },
    fail(error: Error) {
      state.error = error;
      wake?.();
    },
  };
}

type Source = ReturnType<typeof source>;

const answering = ({ events }: Source, answerHeaders = {}) => ({
  getEvents: async () => ({ status: 200, headers: answerHeaders, body: events }),
});

/** Reads a stream to its end; `isBroken` if the connection was closed before the end. */
async function readAll(response: Response): Promise<{ text: string; isBroken: boolean }> {
  let text = "";
  try {
    for await (const chunk of response.body ?? []) text += new TextDecoder().decode(chunk);
    return { text, isBroken: false };
  } catch {
    return { text, isBroken: true };
  }
}

test("events are formatted as in the standard, after a retry and an id", async (t) => {
  const eventSource = source();
  const { url, streams, records } = await startSketchApi(t, sketches, {
    handlers: answering(eventSource, { "Last-Event-ID": 6 }),
  });
  const response = await fetch(`${url}/events`, { headers });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  assert.equal(records.length, 1, "the answer is recorded when its headers are written");
  const data = { text: "line\nline\r\u2028 😀", nothing: null };
  eventSource.send({ id: "7", event: "created", data }, { data: 1 });
  await until(() => eventSource.state.nextCalls === 3);
  streams.close();
  const { text, isBroken } = await readAll(response);
  assert.equal(isBroken, false);
  assert.equal(
    text,
    `retry: 1000\nid: 6\n\nid: 7\nevent: created\ndata: {"text":"line\\nline\\r\\u2028 😀","nothing":null}\n\ndata: 1\n\n`,
  );
  await sleep(20);
  assert.equal(records.length, 1);
});

test("an event with a line break in its id or name ends the connection, and so does an error", async (t) => {
  const errors: unknown[] = [];
  const sources = [source(), source(), source()];
  let count = 0;
  const { url } = await startSketchApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: sources[count++]?.events }) },
    streams: { onError: (error) => errors.push(error) },
  });
  const responses = [];
  for (const _ of sources) responses.push(await fetch(`${url}/events`, { headers }));
  sources[0]?.send({ id: "1\ndata: 2", data: 1 });
  sources[1]?.send({ event: "a\rb", data: 1 });
  sources[2]?.fail(new Error("The cogs have slipped"));
  for (const response of responses) {
    const { text, isBroken } = await readAll(response);
    assert.doesNotMatch(text, /data/);
    assert.equal(isBroken, true);
  }
  assert.deepEqual(
    errors.map((error) => (error instanceof Error ? error.message : error)),
    [
      "An event's id has a line break or U+0000",
      "An event's event has a line break or U+0000",
      "The cogs have slipped",
    ],
  );
});

test("a client that disconnects, before or during the stream, ends the events", async (t) => {
  const eventSource = source();
  const { url, port } = await startSketchApi(t, sketches, {
    handlers: {
      async getEvents() {
        await sleep(50);
        return { status: 200, body: eventSource.events };
      },
    },
  });
  const connection = new AbortController();
  await fetch(`${url}/events`, { headers, signal: connection.signal });
  connection.abort();
  await until(() => eventSource.state.isReturned);

  eventSource.state.isReturned = false;
  const socket = connect(port, "127.0.0.1");
  socket.write(head("GET /events", "Authorization: Bearer member"));
  await sleep(20);
  socket.destroy();
  await until(() => eventSource.state.isReturned);
});

test("HEAD gets the headers and no events", async (t) => {
  const eventSource = source();
  const { url } = await startSketchApi(t, sketches, { handlers: answering(eventSource) });
  const response = await fetch(`${url}/events`, { method: "HEAD", headers });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(await response.text(), "");
  assert.equal(eventSource.state.isReturned, true);
});

test("a stream ends when its caller's token expires, and others continue", async (t) => {
  const expired = new Set<string>();
  const sources = [source(), source()];
  let count = 0;
  const { url } = await startSketchApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: sources[count++]?.events }) },
    streams: { isExpired: ({ id }) => expired.has(id), checkIntervalMs: 20 },
  });
  const first = await fetch(`${url}/events`, { headers });
  const connection = new AbortController();
  await fetch(`${url}/events`, { headers: { authorization: "Bearer admin" }, signal: connection.signal });
  await sleep(100);
  assert.equal(sources[0]?.state.isReturned, false);
  expired.add("ada");
  assert.equal((await readAll(first)).isBroken, false);
  await sleep(50);
  assert.equal(sources[1]?.state.isReturned, false);
  connection.abort();
});

test("heartbeats come after fifteen checks, and are comments", async (t) => {
  const eventSource = source();
  const { url, streams } = await startSketchApi(t, sketches, {
    handlers: answering(eventSource),
    streams: { checkIntervalMs: 10 },
  });
  const response = await fetch(`${url}/events`, { headers });
  await sleep(500);
  streams.close();
  const { text } = await readAll(response);
  assert.match(text, /^retry: 1000\n\n(:\n\n){1,3}$/);
});

test("a client that reads slowly is waited for; one that reads nothing is disconnected", async (t) => {
  const eventSource = source();
  const { port } = await startSketchApi(t, sketches, {
    handlers: answering(eventSource),
    streams: { checkIntervalMs: 20 },
  });
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.write(head("GET /events", "Authorization: Bearer member"));
  const eventCount = 400;
  eventSource.send(...Array.from({ length: eventCount }, (_, id) => ({ id, data: "x".repeat(100_000) })));
  await sleep(200);
  const { nextCalls } = eventSource.state;
  assert.ok(nextCalls < eventCount / 2, `${nextCalls} events of 100 kB were taken for a client that reads nothing`);
  await sleep(100);
  assert.equal(eventSource.state.nextCalls, nextCalls, "nothing more is taken until the client reads");
  await until(() => eventSource.state.isReturned);
  socket.destroy();
});

test("after close a new stream ends at once, and one whose client does not read is disconnected", async (t) => {
  const sources = [source(), source()];
  let count = 0;
  const { url, port, streams } = await startSketchApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: sources[count++]?.events }) },
  });
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.write(head("GET /events", "Authorization: Bearer member"));
  sources[0]?.send(...Array.from({ length: 400 }, (_, id) => ({ id, data: "x".repeat(100_000) })));
  await sleep(200);
  streams.close();
  await until(() => sources[0]?.state.isReturned === true);
  const newStream = await fetch(`${url}/events`, { headers });
  assert.deepEqual(await readAll(newStream), { text: "", isBroken: false });
  assert.equal(sources[1]?.state.isReturned, true);
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
});
