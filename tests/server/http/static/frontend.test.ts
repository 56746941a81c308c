import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type TestContext } from "node:test";
import { pino } from "pino";
import { listen } from "../../../../src/server/http/listener.ts";
import { observe } from "../../../../src/server/http/logging/request-log.ts";
import { createExpress } from "../../../../src/server/http/pipeline/express.ts";
import { allowOrigins } from "../../../../src/server/http/response/cors.ts";
import { serveFrontend } from "../../../../src/server/http/static/frontend.ts";

async function start(t: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "minifb-frontend-"));
  t.after(() => rm(folder, { recursive: true }));
  if (Object.keys(files).length > 0) await mkdir(join(folder, "assets"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const app = createExpress(0);
  const log = pino({ level: "silent" });
  app.use(observe({ log, record: () => {} }), allowOrigins(origins), await serveFrontend(folder));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  t.after(() => listener.close());
  return `http://127.0.0.1:${listener.port}`;
}

const origins = ["https://one.example", "https://two.example"];

const built = {
  "index.html": "<!doctype html>",
  "assets/index-B-7q2HdC.js": "let a;",
  "assets/index-CxfkoosE.css": "a {}",
  "assets/icon.svg": "<svg/>",
};
const immutable = "public, max-age=31536000, immutable";

test("the built frontend is served; files with a hash in their names may be cached forever", async (t) => {
  const url = await start(t, built);
  for (const [path, type, caching] of [
    ["/", "text/html", "no-cache"],
    ["/admin", "text/html", "no-cache"],
    ["/assets/index-B-7q2HdC.js", "text/javascript", immutable],
    ["/assets/index-CxfkoosE.css", "text/css", immutable],
    ["/assets/icon.svg", "image/svg+xml", "no-cache"],
  ] as const) {
    const { status, headers } = await fetch(url + path);
    assert.deepEqual(
      [status, headers.get("Content-Type"), headers.get("Cache-Control")],
      [200, `${type}; charset=utf-8`, caching],
    );
    assert.match(headers.get("Content-Security-Policy") ?? "", /^default-src 'self';/);
    const conditional = { "If-None-Match": headers.get("ETag") ?? "", "Cache-Control": "max-age=0" };
    assert.equal((await fetch(url + path, { headers: conditional })).status, 304);
    const post = await fetch(url + path, { method: "POST" });
    assert.deepEqual([post.status, post.headers.get("Allow")], [405, "GET, HEAD, OPTIONS"]);
  }
  assert.equal((await fetch(`${url}/assets/other.js`)).status, 404);
});

test("files are compressed for clients that accept it", async (t) => {
  const url = await start(t, built);
  for (const [accepted, coding] of [
    ["gzip, br", "gzip"],
    ["br", null],
    ["gzip;q=0", null],
  ] as const) {
    const answer = await fetch(`${url}/assets/index-B-7q2HdC.js`, { headers: { "Accept-Encoding": accepted } });
    assert.equal(answer.headers.get("Content-Encoding"), coding, accepted);
    assert.match(answer.headers.get("Vary") ?? "", /Accept-Encoding/);
    assert.equal(await answer.text(), "let a;");
  }
});

test("answers with CORS headers vary by origin", async (t) => {
  const url = await start(t, built);
  const answer = await fetch(`${url}/assets/icon.svg`, { headers: { Origin: "https://two.example" } });
  assert.equal(answer.headers.get("Access-Control-Allow-Origin"), "https://two.example");
  assert.deepEqual(answer.headers.get("Vary")?.split(", ").sort(), ["Accept-Encoding", "Origin"]);
});

test("without a built frontend / redirects to the documentation", async (t) => {
  const url = await start(t, {});
  const home = await fetch(url, { redirect: "manual" });
  assert.deepEqual([home.status, home.headers.get("Location")], [302, "/docs"]);
  assert.equal((await fetch(`${url}/assets/index.js`)).status, 404);
});

test("a file of an unknown media type is an error at the start", async (t) => {
  await assert.rejects(start(t, { ...built, "assets/film.mpg": "" }), /film\.mpg among the frontend's files/);
});
