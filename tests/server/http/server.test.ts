import assert from "node:assert/strict";
import { connect } from "node:net";
import test from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { listen } from "../../../src/server/http/listener.ts";
import { createExpress } from "../../../src/server/http/pipeline/express.ts";
import { startSketchApi, until } from "./api.ts";
import { head, sendRaw } from "./raw.ts";
import { things } from "./things.ts";

const shortTimeouts = {
  headersTimeout: 200,
  requestTimeout: 400,
  keepAliveTimeout: 300,
  connectionsCheckingInterval: 50,
};

test("a client that sends too slowly gets 408 and is disconnected", async (t) => {
  const { port } = await startSketchApi(t, things, { timeouts: shortTimeouts });
  const slow = {
    "headers that stop": [head("GET /thing").slice(0, -2)],
    "headers that trickle": [...head("GET /thing").slice(0, -2)].flatMap((character) => [character, 20]),
    "a body that stops": [
      head("POST /thing", "Authorization: Bearer member", "Content-Type: application/json", "Content-Length: 9"),
      "{",
    ],
  };
  for (const [name, parts] of Object.entries(slow)) {
    const startedAt = performance.now();
    const answer = await sendRaw(port, name === "headers that trickle" ? parts.slice(0, 40) : parts);
    assert.equal(answer?.status, 408, name);
    assert.match(answer.body, /"result":"Request Timeout"/);
    assert.ok(performance.now() - startedAt < 5000);
  }
});

test("a client that disconnects in the middle of its body does not affect others", async (t) => {
  const { port, url, log } = await startSketchApi(t, things);
  const socket = connect(port, "127.0.0.1");
  socket.write(
    head("POST /thing", "Authorization: Bearer member", "Content-Type: application/json", "Content-Length: 9"),
  );
  socket.write("{");
  await sleep(100);
  socket.destroy();
  await until(() => log.some(({ msg }) => msg === "the client went away"));
  assert.equal((await fetch(`${url}/thing`)).status, 200);
});

for (const length of ["Content-Length: 999999999", "Transfer-Encoding: chunked"]) {
  test(`a client that does not stop sending after a refusal is disconnected, ${length}`, {
    timeout: 20_000,
  }, async (t) => {
    const { port } = await startSketchApi(t, things);
    const socket = connect(port, "127.0.0.1");
    let received = "";
    socket.on("data", (chunk) => {
      received += chunk;
    });
    socket.on("error", () => {});
    const closed = new Promise((resolve) => socket.once("close", resolve));
    socket.write(`POST /thing HTTP/1.1\r\nHost: test\r\n${length}\r\n\r\n`);
    // The size of a chunk, or the start of a body of known length.
    socket.write("3b9ac9ff\r\n");
    const flood = setInterval(() => socket.write(Buffer.alloc(256 * 1024)), 5);
    await closed;
    clearInterval(flood);
    assert.match(received, /^HTTP\/1\.1 403 /);
  });
}

test("a refused body does not spoil the connection for the next request", async (t) => {
  const { port } = await startSketchApi(t, things);
  const refused = `POST /thing HTTP/1.1\r\nHost: test\r\nContent-Length: 100000\r\n\r\n${" ".repeat(100_000)}`;
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(refused + head("GET /thing/7"));
  await new Promise((resolve) => socket.once("close", resolve));
  assert.deepEqual(received.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 403", "HTTP/1.1 200"]);
});

test("the stream of a request has ended when the request is handled if it has no body, and only then", async (t) => {
  const handled: string[] = [];
  const app = createExpress(0).use(async (request, response) => {
    const hasEnded = request.readableEnded;
    const chunks: Buffer[] = [];
    for await (const chunk of hasEnded ? [] : request) chunks.push(chunk);
    handled.push(`${request.method} ${hasEnded ? "had ended" : Buffer.concat(chunks)}`);
    response.end();
  });
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  t.after(() => listener.close());
  const answer = await sendRaw(listener.port, [
    "GET / HTTP/1.1\r\nHost: test\r\n\r\nHEAD / HTTP/1.1\r\nHost: test\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 3\r\n\r\none",
    "POST / HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n",
    head("DELETE /"),
  ]);
  assert.equal(answer?.status, 200);
  assert.deepEqual(handled.sort(), ["DELETE had ended", "GET had ended", "HEAD had ended", "POST one", "POST two"]);
});

test("a client that waits for 100 Continue gets it, and never in the middle of another response", async (t) => {
  const app = createExpress(0).use(async (request, response) => {
    if (request.url === "/slow") await sleep(100);
    response.end(Buffer.from(request.url));
  });
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  t.after(() => listener.close());
  const responsesTo = async (...parts: readonly string[]) => {
    const socket = connect(listener.port, "127.0.0.1");
    socket.write(parts.join(""));
    let text = "";
    for await (const chunk of socket) text += chunk;
    return text.replace(/^[\w-]+: .*\r\n/gm, "");
  };
  const waitingRequest = head("GET /quick", "Expect: 100-continue");
  const response = "HTTP/1.1 200 OK\r\n\r\n/quick";
  assert.equal(await responsesTo(waitingRequest), `HTTP/1.1 100 Continue\r\n\r\n${response}`);
  const afterAnother = await responsesTo("GET /slow HTTP/1.1\r\nHost: test\r\n\r\n", waitingRequest);
  assert.equal(afterAnother, `HTTP/1.1 200 OK\r\n\r\n/slow${response}`);
});

test("a request that arrives while the server closes is answered", async () => {
  const app = createExpress(0).use((_request, response) => void response.end("done"));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  const socket = connect(listener.port, "127.0.0.1");
  await new Promise((resolve) => socket.once("connect", resolve));
  // Connections are accepted in order: when this later one is, the first one is, too.
  await fetch(`http://127.0.0.1:${listener.port}`);
  const closing = listener.close();
  socket.write(head("GET /"));
  let text = "";
  for await (const chunk of socket) text += chunk;
  assert.match(text, /^HTTP\/1\.1 200 .*done$/s);
  await closing;
});

test("closing finishes requests in flight, closes idle connections and accepts no more", async () => {
  const app = createExpress(0);
  let isInFlight = false;
  app.use(async (request, response) => {
    if (request.url === "/slow") {
      isInFlight = true;
      await sleep(300);
    }
    response.end("done");
  });
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  const idle = connect(listener.port, "127.0.0.1");
  idle.write("GET /quick HTTP/1.1\r\nHost: test\r\n\r\n");
  await new Promise((resolve) => idle.once("data", resolve));
  const silent = connect(listener.port, "127.0.0.1");
  await new Promise((resolve) => silent.once("connect", resolve));
  silent.on("error", () => {});
  const slow = fetch(`http://127.0.0.1:${listener.port}/slow`);
  await until(() => isInFlight);

  const closing = listener.close();
  await assert.rejects(fetch(`http://127.0.0.1:${listener.port}/quick`));
  assert.equal(await (await slow).text(), "done");
  const startedAt = performance.now();
  await closing;
  assert.ok(performance.now() - startedAt < 2000);
  assert.equal(idle.destroyed || idle.readableEnded, true);
});

test("a port in use is an error", async (t) => {
  const first = await listen(createExpress(0), { host: "127.0.0.1", port: 0 });
  t.after(() => first.close());
  await assert.rejects(listen(createExpress(0), { host: "127.0.0.1", port: first.port }), { code: "EADDRINUSE" });
});
