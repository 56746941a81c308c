import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { check } from "./check.ts";
import { postWith, type Visitor, visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

/** Visits every page and opens every dialog and state. */
async function walk(visitor: Visitor, inspect: (what: string) => Promise<void>): Promise<void> {
  const { page, open } = visitor;
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: `A post of ${ada.id}` } });
  const path = { postId: post.id };
  await bob.call("createComment", 201, { path, body: { content: "A comment" } });
  await bob.call("reactToPost", 201, { path, body: { type: 2 } });

  await open();
  await inspect("welcome");
  await open("#/signup");
  await inspect("signing up");
  await page.getByRole("main").getByRole("button", { name: "Sign up" }).click();
  await inspect("signing up, wrong");
  await open("#/login");
  await inspect("logging in");
  await visitor.logIn(ada);
  const shown = postWith(page, ada.id);
  await shown.waitFor();
  await inspect("home");
  await shown.getByRole("button", { name: "1 comment" }).click();
  await page.getByRole("article", { name: /^A comment by/ }).waitFor();
  await shown.getByRole("button", { name: "Love, 1" }).click();
  await shown.getByRole("button", { name: "Edit" }).first().click();
  await inspect("a post that is changed, with comments");
  await page.keyboard.press("Escape");
  await shown.getByRole("button", { name: "2 reactions" }).click();
  await page.getByRole("dialog").getByText(bob.name).waitFor();
  await inspect("who reacted");
  await page.keyboard.press("Escape");
  await shown.getByRole("button", { name: "Delete" }).first().click();
  await inspect("deleting");
  await page.keyboard.press("Escape");
  await open(`#/post/${post.id}`);
  await page.getByRole("article", { name: /^A comment by/ }).waitFor();
  await inspect("a post");
  await open(`#/u/${bob.id}`);
  await page.getByText("has not written anything yet").waitFor();
  await inspect("a profile");
  await open("#/notifications");
  await page.getByText("reacted to your post").waitFor();
  await inspect("notifications");
  await open("#/settings");
  await page.getByRole("button", { name: "Log out" }).waitFor();
  await inspect("settings");
  await bob.call("createComment", 201, { path, body: { content: "Another comment" } });
  await page.getByRole("status").getByText("commented on your post").waitFor();
  await inspect("an announcement");
  await open("#/nowhere");
  await inspect("an unknown page");
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [width, height] of [
    [1280, 800],
    [390, 844],
  ] as const) {
    test(`axe reports no violations on any page, ${colorScheme}, ${width} pixels wide`, async (t) => {
      const visitor = await visit(t, browser, api.baseUrl, { colorScheme, viewport: { width, height } });
      await walk(visitor, (what) => check(visitor.page, what));
    });
  }
}

test("a 320 pixel wide window shows every page without horizontal scrolling", async (t) => {
  const visitor = await visit(t, browser, api.baseUrl, { viewport: { width: 320, height: 568 } });
  await walk(visitor, async (what) => {
    const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assert.equal(await visitor.page.evaluate(overflow), 0, what);
  });
});

test("everything can be done with the keyboard", async (t) => {
  const [member] = await api.members(1);
  const { page, open } = await visit(t, browser, api.baseUrl);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const focused = page.locator(":focus");
  await open("#/login");
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await press("Tab");
  assert.equal(await focused.textContent(), "Skip to the content");
  await press("Enter", "Tab");
  await page.keyboard.type(member.id);
  await press("Tab");
  await page.keyboard.type(member.password);
  await press("Enter");
  await page.getByRole("heading", { name: "Home" }).and(focused).waitFor({ state: "attached" });
  await press("Tab");
  await page.keyboard.type("Written without a mouse");
  await press("Tab", "Enter");
  await postWith(page, "Written without a mouse").getByRole("button", { name: "Edit" }).waitFor();
  await press("Tab", "Tab", "Tab");
  assert.equal(await focused.textContent(), "Edit");
  await press("Enter");
  await page.keyboard.type(", and changed");
  await press("Control+Enter");
  await postWith(page, "Written without a mouse, and changed").waitFor();
  await page.getByRole("button", { name: "Edit" }).and(focused).waitFor();
  await press("Tab", "Tab", "Space");
  await page.getByRole("button", { name: "Like, 1", pressed: true }).waitFor();
  await press("Shift+Tab", "Enter");
  await page.getByRole("dialog", { name: "Delete this post?" }).waitFor();
  await press("Tab", "Tab");
  assert.equal(await focused.textContent(), "Delete");
  await press("Enter");
  await page.getByText("Deleted.").waitFor();
  await page.getByRole("heading", { name: "Home" }).and(focused).waitFor({ state: "attached" });
});
