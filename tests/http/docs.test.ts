import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import { pino } from "pino";
import { serveDocs } from "../../src/http/docs.ts";
import { createExpress } from "../../src/http/express.ts";
import { observe } from "../../src/http/request-log.ts";
import { listen } from "../../src/http/server.ts";
import { root } from "../../src/root.ts";
import { launchBrowser } from "../support/browser.ts";

async function startDocs(t: TestContext): Promise<string> {
  const app = createExpress(0);
  app.use(observe({ log: pino({ level: "silent" }), record: () => {} }), await serveDocs(root));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  t.after(() => listener.close());
  return `http://127.0.0.1:${listener.port}`;
}

test("the documentation is shown under its own policy, with no error and no request to anybody else", async (t) => {
  const url = await startDocs(t);
  const page = await (await launchBrowser(t)).newPage({ viewport: { width: 1280, height: 800 } });
  const complaints: string[] = [];
  const requested: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => requested.push(request.url()));
  const answer = await page.goto(`${url}/docs`, { waitUntil: "networkidle" });
  await page.getByRole("heading", { name: "minifb", exact: false }).first().waitFor();
  assert.match(answer?.headers()["content-security-policy"] ?? "", /default-src 'self'/);
  assert.equal(await page.title(), "minifb API");
  await page.getByPlaceholder("Search...").fill("nickname");
  await page.locator("[data-role='search:results']").getByText("Change your nickname").waitFor();
  assert.deepEqual(complaints, []);
  assert.deepEqual(
    requested.filter((each) => !each.startsWith(url) && !/^(data|blob):/.test(each)),
    [],
  );
});

test("without scripts the page lists every operation", async (t) => {
  const url = await startDocs(t);
  const context = await (await launchBrowser(t)).newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${url}/docs`);
  assert.match((await page.locator("body").textContent()) ?? "", /POST \/auth\/login/);
});

test("documents are cached as long as they stay the same", async (t) => {
  const url = await startDocs(t);
  for (const [path, type] of [
    ["/docs", "text/html; charset=utf-8"],
    ["/docs/redoc.js", "text/javascript; charset=utf-8"],
    ["/openapi.json", "application/json; charset=utf-8"],
    ["/openapi.yaml", "application/yaml; charset=utf-8"],
  ] as const) {
    const first = await fetch(url + path);
    assert.equal(first.headers.get("Content-Type"), type);
    assert.notEqual((await first.text()).length, 0);
    const again = await fetch(url + path, {
      headers: { "If-None-Match": first.headers.get("ETag") ?? "", "Cache-Control": "max-age=0" },
    });
    assert.deepEqual([again.status, await again.text()], [304, ""]);
    const wrong = await fetch(url + path, { method: "POST" });
    assert.deepEqual([wrong.status, wrong.headers.get("Allow")], [405, "GET, HEAD, OPTIONS"]);
  }
});
