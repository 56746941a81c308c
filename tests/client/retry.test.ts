import assert from "node:assert/strict";
import { test } from "node:test";
import { isApiError, NetworkError, retryAfterOf } from "../../src/client/errors.ts";
import { createSend, type RetryOptions } from "../../src/client/retry.ts";
import { startApi } from "../support/api.ts";
import { memberClient, watchedClient } from "./clients.ts";

const now = () => new Date("2026-03-01T12:00:00Z");

/** Answers one after another, and the pauses between them. */
function scripted(outcomes: readonly (Response | Error)[], retry?: RetryOptions) {
  const pauses: number[] = [];
  const bodies: string[] = [];
  const left = [...outcomes];
  const send = createSend({
    retry,
    now,
    random: () => 0,
    sleep: async (milliseconds) => void pauses.push(milliseconds),
    async fetch(request) {
      bodies.push(await request.text());
      const outcome = left.shift();
      if (outcome instanceof Response) return outcome;
      throw outcome ?? new Error("The script has ended");
    },
  });
  return { send, pauses, bodies };
}

function answer(status: number, retryAfter?: string): Response {
  return new Response("{}", { status, headers: retryAfter === undefined ? {} : { "Retry-After": retryAfter } });
}

const get = () => new Request("http://api.test/post");
const post = () => new Request("http://api.test/post", { method: "POST", body: "once" });

test("what is refused for now is sent again after the time that the server asks for, body and all", async () => {
  for (const status of [429, 503]) {
    const { send, pauses, bodies } = scripted([
      answer(status, "2"),
      answer(status, "Sun, 01 Mar 2026 12:00:07 GMT"),
      answer(201),
    ]);
    assert.equal((await send(post())).status, 201);
    assert.deepEqual(pauses, [2000, 7000]);
    assert.deepEqual(bodies, ["once", "once", "once"]);
  }
});

test("after three attempts the refusal is given back, and so it is when the server asks for too long a wait", async () => {
  const often = scripted([answer(429, "1"), answer(429, "1"), answer(429, "1"), answer(200)]);
  assert.equal((await often.send(get())).status, 429);
  assert.equal(often.pauses.length, 2);
  const long = scripted([answer(429, "11"), answer(200)]);
  assert.equal((await long.send(get())).status, 429);
  const patient = scripted([answer(429, "11"), answer(200)], { longestWait: 60 });
  assert.equal((await patient.send(get())).status, 200);
  const never = scripted([answer(429, "0"), answer(200)], { attempts: 1 });
  assert.equal((await never.send(get())).status, 429);
});

test("only what changes nothing when it comes twice is sent again without the server's word", async () => {
  for (const lost of [new TypeError("fetch failed"), answer(502), answer(503), answer(504)]) {
    const read = scripted([lost, answer(200)]);
    assert.equal((await read.send(get())).status, 200);
    assert.deepEqual(read.pauses, [300]);
  }
  const write = scripted([answer(503), answer(201)]);
  assert.equal((await write.send(post())).status, 503);
  await assert.rejects(scripted([new TypeError("fetch failed"), answer(201)]).send(post()), NetworkError);
  for (const status of [500, 400, 404]) {
    const final = scripted([answer(status, "1"), answer(200)]);
    assert.equal((await final.send(get())).status, status);
  }
});

test("the pauses grow, and a lost request tells why it was lost", async () => {
  const cause = new TypeError("fetch failed");
  const { send, pauses } = scripted([cause, cause, cause, cause], { attempts: 4 });
  const error = await send(get()).catch((thrown: unknown) => thrown);
  assert.ok(error instanceof NetworkError && error.cause === cause);
  assert.equal(error.message, "There is no answer from api.test");
  assert.deepEqual(pauses, [300, 600, 1200]);
});

test("a signal ends the waiting between two attempts", async () => {
  const controller = new AbortController();
  const client = watchedClient({
    baseUrl: "http://api.test",
    fetch: async () => {
      setTimeout(() => controller.abort(new Error("enough")), 20);
      return answer(503, "5");
    },
  });
  await assert.rejects(client.getHealth({ signal: controller.signal }), /enough/);
  assert.deepEqual(client.sent, ["GET /health"]);
});

test("Retry-After is read in both of its forms", () => {
  const cases: [string | undefined, number | undefined][] = [
    [undefined, undefined],
    ["", undefined],
    ["0", 0],
    [" 15 ", 15],
    ["-1", undefined],
    ["soon", undefined],
    ["Sun, 01 Mar 2026 12:00:30 GMT", 30],
    ["Sun, 01 Mar 2026 11:00:00 GMT", 0],
  ];
  for (const [given, want] of cases) assert.equal(retryAfterOf(answer(503, given), now()), want, given);
});

test("what a proxy has to say becomes an error all the same", async () => {
  const page = () => new Response("<h1>Bad Gateway</h1>", { status: 502, statusText: "Bad Gateway" });
  const client = watchedClient({ baseUrl: "http://api.test", fetch: async () => page(), sleep: async () => {} });
  await assert.rejects(client.getHealth(), (error) => {
    assert.ok(isApiError(error, 502));
    assert.deepEqual([error.result, error.hint], ["Bad Gateway", "The server answered Bad Gateway"]);
    return true;
  });
  const portal = watchedClient({ baseUrl: "http://api.test", fetch: async () => new Response("<h1>Welcome</h1>") });
  await assert.rejects(portal.getHealth(), NetworkError);
});

test("a real server that limits requests is asked again when it said to", async (t) => {
  const api = await startApi({ env: { RATE_LIMIT: "4" } }, t);
  const pauses: number[] = [];
  const client = watchedClient({
    baseUrl: api.baseUrl,
    retry: { longestWait: 60 },
    async sleep(milliseconds) {
      pauses.push(milliseconds);
    },
  });
  for (let i = 0; i < 4; i++) await client.getHealth();
  const error = await client.getHealth().catch((thrown: unknown) => thrown);
  assert.ok(isApiError(error, 429));
  assert.equal(client.sent.length, 4 + 3);
  assert.equal(pauses.length, 2);
  for (const pause of pauses) assert.ok(pause >= 1000 && pause <= 60_000, `${pause}`);
  assert.ok((error.retryAfter ?? 0) >= 1);
});

test("a write that finds the database away is made once it is back", async (t) => {
  const api = await startApi({}, t);
  const pauses: number[] = [];
  const ada = await memberClient(api, {
    async sleep(milliseconds) {
      pauses.push(milliseconds);
      await api.control.setDatabaseAway(false);
    },
  });
  await api.control.setDatabaseAway(true);
  assert.equal((await ada.createPost({ body: { content: "In spite of it" } })).content, "In spite of it");
  assert.equal(pauses.length, 1);
  assert.equal((await ada.getMyTimeline()).items.length, 1);
});
