import assert from "node:assert/strict";
import { test } from "node:test";
import { launchBrowser } from "../support/browser.ts";
import { startDocs } from "./server.ts";

const pages = ["/docs", "/docs/try", "/docs/permissions", "/docs/changelog", "/docs/contract"];

test("without scripts every page can be read, and leads to all the others", async (t) => {
  const url = await startDocs(t);
  const context = await (await launchBrowser(t)).newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  for (const path of pages) {
    await page.goto(url + path);
    const navigation = page.getByRole("navigation", { name: "Documentation" });
    const links = await navigation.getByRole("link").all();
    assert.deepEqual(await Promise.all(links.map((link) => link.getAttribute("href"))), pages);
    assert.equal(await navigation.locator("[aria-current=page]").getAttribute("href"), path);
    assert.equal(await page.getByRole("heading", { level: 1 }).count(), 1, path);
  }
  await page.goto(`${url}/docs`);
  assert.match((await page.locator("main").textContent()) ?? "", /POST \/auth\/login/);
  assert.deepEqual(complaints, []);
});

test("pages and documents are cached as long as they stay the same", async (t) => {
  const url = await startDocs(t);
  for (const [path, type] of [
    ...pages.map((each) => [each, "text/html; charset=utf-8"] as const),
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

test("what pages load is compressed, and kept for good", async (t) => {
  const url = await startDocs(t);
  const assets = new Set<string>();
  for (const path of pages) {
    const answer = await fetch(url + path);
    const policy = answer.headers.get("Content-Security-Policy") ?? "";
    assert.match(policy, /^default-src 'self';/);
    assert.doesNotMatch(policy, /unsafe/);
    for (const [, address = ""] of (await answer.text()).matchAll(/"(\/docs\/assets\/[^"]+)"/g)) assets.add(address);
  }
  assert.equal(assets.size, 8);
  for (const path of assets) {
    const { headers } = await fetch(url + path);
    assert.equal(headers.get("Cache-Control"), "public, max-age=31536000, immutable", path);
    assert.equal(headers.get("Content-Encoding"), "gzip", path);
  }
});

test("clients are generated from a document without what is only for readers", async (t) => {
  const text = await (await fetch(`${await startDocs(t)}/openapi.json`)).text();
  assert.doesNotMatch(text, /x-codeSamples|\/docs/);
});
