import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

test("the home page paints within a second from less than 150 kB of script, under a strict Content-Security-Policy", async (t) => {
  const { page, open } = await visit(t, browser, api.baseUrl);
  let scriptBytes = 0;
  page.on("response", async (response) => {
    if (response.url().endsWith(".js")) scriptBytes += Number(response.headers()["content-length"]);
  });
  const answer = page.waitForResponse(`${api.baseUrl}/`);
  await open();
  await page.getByRole("heading", { name: "A small Facebook" }).waitFor();
  const policy = (await answer).headers()["content-security-policy"] ?? "";
  assert.match(policy, /^default-src 'self';/);
  assert.doesNotMatch(policy, /unsafe/);
  const paint: number = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
  t.diagnostic(`first contentful paint after ${Math.round(paint)} ms, ${scriptBytes} bytes of script, compressed`);
  assert.ok(paint < 1000, `${paint} ms`);
  assert.ok(scriptBytes > 0 && scriptBytes < 150_000, `${scriptBytes} bytes`);
});

test("content that loads later causes no layout shift", async (t) => {
  const [member] = await api.members(1);
  for (let number = 0; number < 30; number++) {
    await member.call("createPost", 201, { body: { content: `Steady ${number}` } });
  }
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open("#/login");
  await visitor.logIn(member);
  await page.addInitScript(`
    globalThis.moved = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.moved += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  `);
  for (const hash of ["#/", `#/u/${member.id}`, "#/notifications", "#/settings"]) {
    await visitor.open(hash);
    await page.reload();
    await page.waitForTimeout(800);
    const moved: number = await page.evaluate("moved");
    t.diagnostic(`${hash}: cumulative layout shift ${moved.toFixed(4)}`);
    assert.ok(moved < 0.05, `${hash}: ${moved}`);
  }
});
