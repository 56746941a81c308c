import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { test } from "node:test";
import { answerAtOnce } from "../../src/http/answer-at-once.ts";

const body = "none of it";
const headers = ["X-Name", "a value", "Content-Length", `${body.length}`];
const request = (line: string, ...lines: readonly string[]) => [line, "Host: test", ...lines, "", ""].join("\r\n");

/** Sends requests together on one connection, of which the last ends it. */
async function exchange(requests: readonly string[]) {
  const atOnce: string[] = [];
  const server = createServer((request, response) => {
    if (request.url === "/slow") setTimeout(() => response.writeHead(200, headers).end(body), 50);
    else if (answerAtOnce(request, response, 503, headers, body)) atOnce.push(`${request.url}`);
    else response.writeHead(503, headers).end(body);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => {
    received += chunk;
  });
  socket.write(requests.join(""));
  await once(socket, "close");
  server.close();
  return { atOnce, received };
}

const last = request("GET /last HTTP/1.1", "Connection: close");

test("a usual request is answered at once, and the connection goes on", async () => {
  const { atOnce, received } = await exchange([
    request("GET /one HTTP/1.1"),
    request("DELETE /two HTTP/1.1"),
    request("POST /empty HTTP/1.1", "Content-Length: 0"),
    last,
  ]);
  assert.deepEqual(atOnce, ["/one", "/two", "/empty"]);
  const answers = received.split("HTTP/1.1 ").slice(1);
  assert.equal(answers.length, 4);
  for (const answer of answers) {
    assert.match(answer, /^503 Service Unavailable\r\n/);
    for (const line of ["X-Name: a value", "Content-Length: 10", "Date: .* GMT"]) {
      assert.match(answer, new RegExp(`\r\n${line}\r\n`, "i"));
    }
    assert.match(answer, /\r\n\r\nnone of it$/);
  }
});

test("what is not usual is left to Node: no body, a body still to come, an end, an earlier answer that is not there yet", async () => {
  const { atOnce, received } = await exchange([
    request("HEAD /head HTTP/1.1"),
    `${request("POST /body HTTP/1.1", "Content-Length: 2")}{}`,
    last,
  ]);
  assert.deepEqual(atOnce, []);
  assert.equal(received.match(/HTTP\/1\.1 503/g)?.length, 3);
  assert.equal(received.match(/none of it/g)?.length, 2);
  const slow = await exchange([request("GET /slow HTTP/1.1"), request("GET /next HTTP/1.1"), last]);
  assert.deepEqual(slow.atOnce, []);
  assert.deepEqual(slow.received.match(/HTTP\/1\.1 \d+/g), ["HTTP/1.1 200", "HTTP/1.1 503", "HTTP/1.1 503"]);
  const old = await exchange([request("GET /old HTTP/1.0", "Connection: keep-alive"), last]);
  assert.deepEqual(old.atOnce, []);
});
