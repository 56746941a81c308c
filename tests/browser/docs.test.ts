import assert from "node:assert/strict";
import { test } from "node:test";
import axe from "axe-core";
import type { Page } from "playwright";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

/** An operation in Swagger UI, expanded or not. */
function operation(page: Page, tag: string, id: string) {
  return page.locator(`#operations-${tag}-${id}`);
}

/** Sends this body and waits until the page shows a response with this status. */
async function send(page: Page, tag: string, id: string, status: number, body: unknown): Promise<void> {
  const place = operation(page, tag, id);
  await place.getByLabel("Body").fill(JSON.stringify(body));
  await place.getByRole("button", { name: "Execute" }).click();
  await place
    .locator(".live-responses-table")
    .getByRole("cell", { name: String(status), exact: true })
    .waitFor();
}

test("an operation can be found, its samples read, and tried with the reader's own token", async (t) => {
  const [member] = await api.members(1);
  const { page } = await visit(t, browser, api.baseUrl, { refusals: [403] });
  await page.goto(`${api.baseUrl}/docs`);
  await page.getByPlaceholder("Search...").fill("nickname");
  await page.locator("[data-role='search:results']").getByText("Change your nickname").first().click();
  const found = page.locator("[id='tag/Account/operation/changeNickname']");
  await found.getByRole("tab", { name: "curl" }).click();
  await found.getByText(`curl ${api.baseUrl}/user/me/nickname`).waitFor();
  await found.getByRole("tab", { name: "TypeScript" }).click();
  await found.getByText(/await client\.changeNickname/).waitFor();
  await found.getByRole("tab", { name: "Python" }).click();
  await found.getByText(/from urllib\.request import/).waitFor();

  await found.getByRole("link", { name: "Try it on this server" }).click();
  await operation(page, "Account", "changeNickname").getByRole("button", { name: "Execute" }).waitFor();
  await send(page, "Account", "changeNickname", 403, { nickname: "Nobody yet" });

  await page.getByRole("link", { name: "Log in", exact: true }).click();
  await operation(page, "Account", "logIn").getByRole("button", { name: "Execute" }).waitFor();
  await send(page, "Account", "logIn", 200, { id: member.id, password: member.password });
  await page.getByRole("status").getByText("Requests carry your access token").waitFor();
  await send(page, "Account", "changeNickname", 200, { nickname: "Enchantress" });
  assert.equal((await member.call("getMe", 200)).body.nickname, "Enchantress");

  await page.reload();
  await page.getByRole("status").getByText("Requests carry your access token").waitFor();
  const link = operation(page, "Account", "logIn").getByRole("link", { name: "Read about it" });
  assert.equal(await link.getAttribute("href"), "/docs#tag/Account/operation/logIn");
});

test("the stream of notifications can be tried: events of the first seconds are shown", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Listen" } });
  const { page } = await visit(t, browser, api.baseUrl);
  await page.goto(`${api.baseUrl}/docs/try#/Account/logIn`);
  await send(page, "Account", "logIn", 200, { id: ada.id, password: ada.password });
  await page.goto(`${api.baseUrl}/docs/try#/Notification/streamNotifications`);
  const stream = operation(page, "Notification", "streamNotifications");
  const asked = page.waitForResponse(`${api.baseUrl}/notification/stream`);
  await stream.getByRole("button", { name: "Execute" }).click();
  await asked;
  await bob.call("createComment", 201, { path: { postId: post.id }, body: { content: "Heard" } });
  await stream.locator(".live-responses-table").getByText(`"postId":${post.id}`).waitFor();
});

test("the reference renders its first content at once, and the rest soon after", async (t) => {
  const { page } = await visit(t, browser, api.baseUrl);
  const answer = await page.goto(`${api.baseUrl}/docs`);
  assert.doesNotMatch(answer?.headers()["content-security-policy"] ?? "unsafe", /unsafe/);
  await page.getByPlaceholder("Search...").waitFor();
  const paint: number = await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime");
  const whole: number = await page.evaluate("performance.now()");
  t.diagnostic(`first contentful paint after ${Math.round(paint)} ms, all of it after ${Math.round(whole)} ms`);
  assert.ok(paint < 1000, `${paint} ms`);
});

interface Look {
  readonly path: string;
  /** The parts to check: on Redoc's long page only its menu and one operation. */
  readonly include: readonly string[];
  /** Known violations in the viewers themselves. */
  readonly known: readonly string[];
}

const looks: readonly Look[] = [
  {
    path: "/docs",
    include: ["body > header", "#docs .menu-content", "[id='tag/Post/operation/updatePost']"],
    // Headings skip from level 2 to 5, and menu items show a method that their accessible names lack.
    known: ["heading-order", "label-content-name-mismatch"],
  },
  // The filter is outside the landmark of the operations.
  { path: "/docs/try#/Post/updatePost", include: ["html"], known: ["region"] },
  ...["/docs/permissions", "/docs/changelog", "/docs/contract"].map((path) => ({ path, include: ["html"], known: [] })),
];

for (const [colorScheme, width] of [
  ["light", 1280],
  ["dark", 390],
] as const) {
  test(`axe reports no violations in the documentation, ${colorScheme}, ${width} pixels wide`, async (t) => {
    const { page } = await visit(t, browser, api.baseUrl, { colorScheme, viewport: { width, height: 844 } });
    for (const { path, include, known } of looks) {
      await page.goto(api.baseUrl + path);
      if (path === "/docs") await openAnswer(page);
      if (path.startsWith("/docs/try")) await page.getByRole("button", { name: "Execute" }).waitFor();
      await page.evaluate(axe.source);
      const rules = Object.fromEntries(known.map((id) => [id, { enabled: false }]));
      const run = `axe.run(${JSON.stringify({ include })}, ${JSON.stringify({ rules })})`;
      const { violations }: { violations: readonly Finding[] } = await page.evaluate(run);
      const findings = violations.map(({ id, nodes }) => `${path}: ${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      assert.deepEqual(findings, []);
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      assert.equal(await page.evaluate(overflow), 0, path);
    }
  });
}

/** Expands one of Redoc's responses, so that its content is checked too. */
async function openAnswer(page: Page): Promise<void> {
  await page.locator(".overview").waitFor({ state: "detached" });
  const shown = page.locator("[id='tag/Post/operation/updatePost']");
  await shown.getByRole("button", { name: /^200/ }).click();
  await shown.getByText("Response Headers").waitFor();
}

interface Finding {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}
