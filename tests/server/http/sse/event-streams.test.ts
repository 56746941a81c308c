import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { startApi, until } from "../api.ts";
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

/** Events that a test sends when it likes. */
function source() {
  const waiting: unknown[] = [];
  let wake: (() => void) | undefined;
  const state = { asked: 0, isReturned: false, fault: undefined as Error | undefined };
  const events: AsyncIterableIterator<unknown> = {
    [Symbol.asyncIterator]: () => events,
    async next() {
      state.asked++;
      while (waiting.length === 0 && !state.isReturned && !state.fault) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      if (state.fault) throw state.fault;
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
    send(...given: readonly unknown[]) {
      waiting.push(...given);
      wake?.();
    },
    fail(fault: Error) {
      state.fault = fault;
      wake?.();
    },
  };
}

type Source = ReturnType<typeof source>;

const answering = ({ events }: Source, answerHeaders = {}) => ({
  getEvents: async () => ({ status: 200, headers: answerHeaders, body: events }),
});

/** What comes before the stream ends, with how it ended. */
async function readAll(response: Response): Promise<{ text: string; isBroken: boolean }> {
  let text = "";
  try {
    for await (const chunk of response.body ?? []) text += new TextDecoder().decode(chunk);
    return { text, isBroken: false };
  } catch {
    return { text, isBroken: true };
  }
}

test("events are framed as the standard has it, after a retry and an id", async (t) => {
  const given = source();
  const { url, streams, records } = await startApi(t, sketches, {
    handlers: answering(given, { "Last-Event-ID": 6 }),
  });
  const response = await fetch(`${url}/events`, { headers });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("x-accel-buffering"), "no");
  assert.equal(records.length, 1, "it is recorded when its headers are written");
  const data = { text: "line\nline\r\u2028 😀", nothing: null };
  given.send({ id: "7", event: "told", data }, { data: 1 });
  await until(() => given.state.asked === 3);
  streams.close();
  const { text, isBroken } = await readAll(response);
  assert.equal(isBroken, false);
  assert.equal(
    text,
    `retry: 1000\nid: 6\n\nid: 7\nevent: told\ndata: {"text":"line\\nline\\r\u2028 😀","nothing":null}\n\ndata: 1\n\n`,
  );
  await sleep(20);
  assert.equal(records.length, 1);
});

test("an event that would break out of its lines breaks the stream off instead, and so does a fault", async (t) => {
  const faults: unknown[] = [];
  const given = [source(), source(), source()];
  let count = 0;
  const { url } = await startApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: given[count++]?.events }) },
    streams: { onFault: (fault) => faults.push(fault) },
  });
  const responses = [];
  for (const _ of given) responses.push(await fetch(`${url}/events`, { headers }));
  given[0]?.send({ id: "1\ndata: 2", data: 1 });
  given[1]?.send({ event: "a\rb", data: 1 });
  given[2]?.fail(new Error("The cogs have slipped"));
  for (const response of responses) {
    const { text, isBroken } = await readAll(response);
    assert.doesNotMatch(text, /data/);
    assert.equal(isBroken, true);
  }
  assert.deepEqual(
    faults.map((fault) => (fault instanceof Error ? fault.message : fault)),
    [
      "An event's id has a line break or U+0000",
      "An event's event has a line break or U+0000",
      "The cogs have slipped",
    ],
  );
});

test("a client that hangs up, and one that was gone before, ends the events", async (t) => {
  const given = source();
  const { url, port } = await startApi(t, sketches, {
    handlers: {
      async getEvents() {
        await sleep(50);
        return { status: 200, body: given.events };
      },
    },
  });
  const connection = new AbortController();
  await fetch(`${url}/events`, { headers, signal: connection.signal });
  connection.abort();
  await until(() => given.state.isReturned);

  given.state.isReturned = false;
  const socket = connect(port, "127.0.0.1");
  socket.write(head("GET /events", "Authorization: Bearer member"));
  await sleep(20);
  socket.destroy();
  await until(() => given.state.isReturned);
});

test("HEAD has the headers and no events", async (t) => {
  const given = source();
  const { url } = await startApi(t, sketches, { handlers: answering(given) });
  const response = await fetch(`${url}/events`, { method: "HEAD", headers });
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  assert.equal(await response.text(), "");
  assert.equal(given.state.isReturned, true);
});

test("a stream ends when its caller's token is over, and others go on", async (t) => {
  const over = new Set<string>();
  const given = [source(), source()];
  let count = 0;
  const { url } = await startApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: given[count++]?.events }) },
    streams: { isOver: ({ id }) => over.has(id), lookEvery: 20 },
  });
  const first = await fetch(`${url}/events`, { headers });
  const connection = new AbortController();
  await fetch(`${url}/events`, { headers: { authorization: "Bearer admin" }, signal: connection.signal });
  await sleep(100);
  assert.equal(given[0]?.state.isReturned, false);
  over.add("ada");
  assert.equal((await readAll(first)).isBroken, false);
  await sleep(50);
  assert.equal(given[1]?.state.isReturned, false);
  connection.abort();
});

test("heartbeats come after fifteen looks, and are comments", async (t) => {
  const given = source();
  const { url, streams } = await startApi(t, sketches, { handlers: answering(given), streams: { lookEvery: 10 } });
  const response = await fetch(`${url}/events`, { headers });
  await sleep(500);
  streams.close();
  const { text } = await readAll(response);
  assert.match(text, /^retry: 1000\n\n(:\n\n){1,3}$/);
});

test("a client that reads slowly is waited for; one that reads nothing is cut off", async (t) => {
  const given = source();
  const { port } = await startApi(t, sketches, { handlers: answering(given), streams: { lookEvery: 20 } });
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.write(head("GET /events", "Authorization: Bearer member"));
  const most = 400;
  given.send(...Array.from({ length: most }, (_, id) => ({ id, data: "x".repeat(100_000) })));
  await sleep(200);
  const { asked } = given.state;
  assert.ok(asked < most / 2, `${asked} events of 100 kB were taken for a client that reads nothing`);
  await sleep(100);
  assert.equal(given.state.asked, asked, "nothing more is taken until the client reads");
  await until(() => given.state.isReturned);
  socket.destroy();
});

test("once closed, a stream that still comes is ended at once, and one that is not read does not hold on", async (t) => {
  const given = [source(), source()];
  let count = 0;
  const { url, port, streams } = await startApi(t, sketches, {
    handlers: { getEvents: async () => ({ status: 200, body: given[count++]?.events }) },
  });
  const socket = connect(port, "127.0.0.1");
  socket.pause();
  socket.write(head("GET /events", "Authorization: Bearer member"));
  given[0]?.send(...Array.from({ length: 400 }, (_, id) => ({ id, data: "x".repeat(100_000) })));
  await sleep(200);
  streams.close();
  await until(() => given[0]?.state.isReturned === true);
  const late = await fetch(`${url}/events`, { headers });
  assert.deepEqual(await readAll(late), { text: "", isBroken: false });
  assert.equal(given[1]?.state.isReturned, true);
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
});
