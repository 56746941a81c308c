import assert from "node:assert/strict";
import { test } from "node:test";
import type { Page } from "playwright";
import type { Member } from "../../src/contract/members.ts";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { check } from "./check.ts";
import { visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

async function logIn(page: Page, { id, password }: Pick<Member, "id" | "password">): Promise<void> {
  await page.getByLabel("Id", { exact: true }).fill(id);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("main").getByRole("button", { name: "Log in", exact: true }).click();
}

const tile = (page: Page, label: string) => page.locator(".tile", { hasText: label }).getByRole("definition");
const figures = (page: Page) => page.getByRole("heading", { name: "Figures" });

/** Sends a request with this id that fails. */
async function fail(requestId: string): Promise<void> {
  await api.control.setFault("database", "The disk is full");
  const answer = await fetch(`${api.baseUrl}/user/nobody/availability`, { headers: { "X-Request-Id": requestId } });
  assert.equal(answer.status, 500);
  await api.control.clearFault();
}

test("an admin sees the server's metrics, and errors with their request ids", async (t) => {
  const admin = await api.admin();
  await admin.call("createPost", 201, { body: { content: "Something to count" } });
  const { totalUsers } = (await admin.call("getServiceStats", 200)).body;
  await fail("find-me-in-the-log");
  const { page, open } = await visit(t, browser, api.baseUrl);
  await open("admin");
  await page.getByText("The back office is for admins.").waitFor();
  await logIn(page, admin);
  await figures(page).waitFor();
  await tile(page, "Members").getByText(String(totalUsers), { exact: true }).waitFor();
  await tile(page, "Posts today").getByText("1", { exact: true }).waitFor();

  const operations = page.getByRole("region", { name: "By operation" }).getByRole("table");
  await operations.getByRole("row", { name: /^createPost 1 0 [\d.]+ ms [\d.]+ ms [\d.]+ ms$/ }).waitFor();
  await operations.getByRole("row", { name: /^checkUserId 1 1 / }).waitFor();
  await page
    .getByRole("region", { name: "By status" })
    .getByRole("row", { name: /^500 1 / })
    .waitFor();
  const failure = page.getByRole("region", { name: "Errors" }).getByRole("row", { name: /find-me-in-the-log$/ });
  await failure.getByText("The disk is full", { exact: true }).waitFor();
  await page.getByText("None in the last 24 hours among the responses that were checked.").waitFor();
  const kind = process.env.TEST_DATABASE === "postgres" ? "PostgreSQL" : "SQLite";
  await page.getByRole("region", { name: "Database" }).getByText(kind, { exact: true }).waitFor();
});

test("charts are also available as tables, from a day to a year", async (t) => {
  const admin = await api.admin();
  const { page, open } = await visit(t, browser, api.baseUrl);
  await open("admin");
  await logIn(page, admin);
  const requests = page.getByRole("region", { name: "Requests per second" });
  await requests
    .getByRole("img", { name: /^Requests per second\. [\d.]+ per second on average, .+ failed\.$/ })
    .waitFor();
  await requests.getByText("As a table").click();
  const rows = requests.getByRole("table").getByRole("row");
  for (const [span, count] of [
    ["24 hours", 288],
    ["7 days", 168],
    ["30 days", 186],
    ["A year", 365],
  ] as const) {
    await requests.getByRole("button", { name: span }).click();
    await rows.nth(count + 1).waitFor({ state: "detached" });
    await rows.nth(count).waitFor();
    await requests.getByRole("button", { name: span, pressed: true }).waitFor();
  }
  assert.match((await rows.last().textContent()) ?? "", /[1-9]/);
});

test("figures are polled, except while the page is hidden or polling is paused", async (t) => {
  const admin = await api.admin();
  const { page, open } = await visit(t, browser, api.baseUrl);
  await page.clock.install();
  await open("admin");
  await logIn(page, admin);
  await figures(page).waitFor();
  const members = tile(page, "Members");
  await members.getByText(/\d/).waitFor();
  const before = Number(await members.textContent());
  await api.members(1);
  await page.clock.fastForward(11_000);
  await members.getByText(String(before + 1), { exact: true }).waitFor();

  let asked = 0;
  page.on("request", (request) => {
    if (request.url().includes("/admin/")) asked += 1;
  });
  const setHidden = (isHidden: boolean) =>
    page.evaluate(`Object.defineProperty(document, "hidden", { configurable: true, value: ${isHidden} });
      document.dispatchEvent(new Event("visibilitychange"));`);
  await setHidden(true);
  await page.waitForTimeout(300);
  asked = 0;
  await page.clock.fastForward(600_000);
  await page.waitForTimeout(300);
  assert.equal(asked, 0, "hidden");
  await api.members(1);
  await setHidden(false);
  await members.getByText(String(before + 2), { exact: true }).waitFor();

  await page.getByRole("button", { name: "Pause" }).click();
  await page.getByText("Paused").waitFor();
  await page.waitForTimeout(300);
  asked = 0;
  await page.clock.fastForward(600_000);
  await page.waitForTimeout(300);
  assert.equal(asked, 0, "paused");
  await api.members(1);
  await page.getByRole("button", { name: "Resume" }).click();
  await members.getByText(String(before + 3), { exact: true }).waitFor();
});

test("a member who is not an admin gets an explanation and no data, and the back office after becoming one", async (t) => {
  const [member] = await api.members(1);
  const { page, open } = await visit(t, browser, api.baseUrl, { refusals: [403] });
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/admin/")) asked.push(request.url());
  });
  await open("admin");
  await logIn(page, member);
  await page.getByText(`You are logged in as ${member.id}, who is not an admin.`).waitFor();
  assert.equal(await page.getByRole("link", { name: "Members" }).count(), 0);
  assert.deepEqual(asked, []);
  await open();
  await page.getByRole("link", { name: "Profile", exact: true }).waitFor();
  assert.equal(await page.getByRole("link", { name: "Back office" }).count(), 0);

  await api.control.grantAdmin(member.id);
  await page.reload();
  await page.getByRole("link", { name: "Back office" }).click();
  await figures(page).waitFor();
  await tile(page, "Members").getByText(/\d/).waitFor();
  await page.getByRole("button", { name: "Log out" }).click();
  await page.getByText("The back office is for admins.").waitFor();
});

test("an admin finds a member and issues a temporary password, which is shown once", async (t) => {
  const [[member], admin] = await Promise.all([api.members(1), api.admin()]);
  const visitor = await visit(t, browser, api.baseUrl, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page, open } = visitor;
  await open("admin");
  await logIn(page, admin);
  await page.getByRole("link", { name: "Members" }).click();
  const box = page.getByRole("textbox", { name: "Find a member" });
  await box.fill("nobody has this one");
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByText("No member has “nobody has this one”").waitFor();
  await box.fill(member.id.toUpperCase());
  await page.keyboard.press("Enter");
  await page.getByText("1 member found").waitFor();
  await page.getByRole("button", { name: `A temporary password for ${member.name}` }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(`The password of ${member.id} stops working`).waitFor();
  await dialog.getByRole("button", { name: "Issue it" }).click();
  const password = await dialog.getByLabel("Temporary password").inputValue();
  await dialog.getByText(/^It works until .+\.$/).waitFor();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByText("Copied.").waitFor();
  assert.equal(await page.evaluate("navigator.clipboard.readText()"), password);
  await page.keyboard.press("Escape");
  await page.getByText(/^Has a temporary password until /).waitFor();
  assert.ok(!(await page.content()).includes(password));

  const other = await visit(t, browser, api.baseUrl);
  await other.open("#/login");
  await logIn(other.page, { id: member.id, password });
  await other.page.getByRole("heading", { name: "Choose a new password" }).waitFor();
});

test("contract violations are listed by operation", async (t) => {
  const admin = await api.admin();
  const { page, open } = await visit(t, browser, api.baseUrl);
  await page.route("**/admin/stats/server", async (route) => {
    const answer = await route.fetch();
    const contractViolations = [{ operationId: "listPosts", rule: "body: items is missing", count: 3 }];
    await route.fulfill({ response: answer, json: { ...(await answer.json()), contractViolations } });
  });
  await open("admin");
  await logIn(page, admin);
  const violations = page.getByRole("region", { name: "Contract violations" });
  await violations.getByRole("row", { name: "listPosts body: items is missing 3" }).waitFor();
});

test("the home page loads no files of the back office", async (t) => {
  const { page, open } = await visit(t, browser, api.baseUrl);
  const files: string[] = [];
  page.on("request", (request) => {
    if (/\.(js|css)$/.test(request.url())) files.push(request.url());
  });
  await open();
  await page.getByRole("heading", { name: "A small Facebook" }).waitFor();
  assert.equal(files.length, 2, files.join(" "));
  await open("admin");
  await page.getByText("The back office is for admins.").waitFor();
  assert.equal(new Set(files).size, 4, files.join(" "));
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 390] as const) {
    test(`axe reports no violations in the back office, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const admin = await api.admin();
      await fail("a-long-request-id-that-needs-its-room-in-a-table");
      const { page, open } = await visit(t, browser, api.baseUrl, { colorScheme, viewport: { width, height: 844 } });
      await open("admin");
      await page.getByText("The back office is for admins.").waitFor();
      await check(page, "logging in");
      await logIn(page, admin);
      await page.getByRole("region", { name: "Database" }).waitFor();
      await page.getByRole("region", { name: "By operation" }).waitFor();
      for (const summary of await page.getByText("As a table").all()) await summary.click();
      await check(page, "figures");
      await page.getByRole("link", { name: "Members" }).click();
      await page.getByRole("textbox", { name: "Find a member" }).fill(admin.id);
      await page.keyboard.press("Enter");
      await page.getByText("1 member found").waitFor();
      await check(page, "members");
      await page.getByRole("button", { name: /^A temporary password for/ }).click();
      await page.getByRole("button", { name: "Issue it" }).click();
      await page.getByRole("textbox", { name: "Temporary password" }).waitFor();
      await check(page, "a temporary password");
    });
  }
}

test("the back office works in a browser with an invalid language tag, as in some containers", async (t) => {
  const { page, open } = await visit(t, browser, api.baseUrl);
  await page.addInitScript({
    content: 'Object.defineProperty(navigator, "language", { value: "en-US@posix", configurable: true });',
  });
  await open("admin");
  await page.getByText("The back office is for admins.").waitFor();
});
