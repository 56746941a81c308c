import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { postWith, visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

test("a comment notifies the post's owner within a second, without a reload", async (t) => {
  const [ada, bob] = await api.members(2);
  await ada.call("createPost", 201, { body: { content: "Who is there?" } });
  const [adas, bobs] = [await visit(t, browser, api.baseUrl), await visit(t, browser, api.baseUrl)];
  const streaming = adas.page.waitForResponse((response) => response.url().endsWith("/notification/stream"));
  await adas.open(`#/u/${ada.id}`);
  await adas.logIn(ada);
  await postWith(adas.page, "Who is there?").getByRole("button", { name: "0 comments" }).click();
  await streaming;

  await bobs.open(`#/u/${ada.id}`);
  await bobs.logIn(bob);
  await postWith(bobs.page, "Who is there?").getByRole("button", { name: "0 comments" }).click();
  await bobs.page.getByRole("textbox", { name: "Write a comment" }).fill("It is me, Bob");
  await bobs.page.getByRole("button", { name: "Send" }).click();
  const sent = performance.now();
  await adas.page.getByRole("status").getByText(`${bob.name} commented on your post`).waitFor();
  await adas.page.getByRole("link", { name: "Notifications , 1 unread" }).waitFor();
  await adas.page
    .getByRole("article", { name: /^A comment by/ })
    .filter({ hasText: "It is me, Bob" })
    .waitFor();
  const waited = performance.now() - sent;
  assert.ok(waited < 1000, `It took ${waited} ms`);
  assert.match(await adas.page.title(), /^\(1\) /);
});

test("the list marks unread notifications, grows while it is open, and keeps read ones", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "React, please" } });
  const path = { postId: post.id };
  for (let number = 1; number <= 25; number++) {
    await bob.call("createComment", 201, { path, body: { content: `Comment ${number}` } });
  }
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  const streaming = page.waitForResponse((response) => response.url().endsWith("/notification/stream"));
  await visitor.open("#/notifications");
  await visitor.logIn(ada);
  await streaming;
  const rows = page.getByRole("region", { name: "Notifications" }).getByRole("link");
  while ((await rows.count()) < 25) {
    await page.mouse.wheel(0, 2000);
    await page.waitForTimeout(50);
  }
  await bob.call("reactToPost", 201, { path, body: { type: 2 } });
  await rows.getByText(`${bob.name} reacted to your post`).waitFor();
  await page.getByRole("link", { name: "Notifications , 26 unread" }).waitFor();
  await rows.first().click();
  await page.getByRole("region", { name: "Comments" }).waitFor();
  await page.getByRole("link", { name: "Notifications , 25 unread" }).click();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await page.getByRole("link", { name: "Notifications", exact: true }).waitFor();
  await page.reload();
  await rows.first().waitFor();
  assert.equal(await rows.getByText("new:").count(), 0);
  assert.equal((await ada.call("listNotifications", 200)).body.unreadCount, 0);
});

test("notifications that were created while the browser was offline arrive afterwards", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "I am off for a while" } });
  const visitor = await visit(t, browser, api.baseUrl);
  const { page, context } = visitor;
  // Offline, Chromium reports each failed request on the console.
  page.removeAllListeners("console");
  const streaming = page.waitForResponse((response) => response.url().endsWith("/notification/stream"));
  await visitor.open("#/login");
  await visitor.logIn(ada);
  await streaming;
  await context.setOffline(true);
  await bob.call("createComment", 201, { path: { postId: post.id }, body: { content: "Come back" } });
  await context.setOffline(false);
  await page.getByRole("link", { name: "Notifications , 1 unread" }).waitFor({ timeout: 25_000 });
});

test("an empty list says that it is empty", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  await visitor.open("#/notifications");
  await visitor.logIn(member);
  await visitor.page.getByText("Nothing has happened yet.").waitFor();
});

test("a hidden tab closes its stream, and catches up when it is visible again", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "In the background" } });
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await page.clock.install();
  const isStream = (message: { url(): string }) => message.url().endsWith("/notification/stream");
  const streaming = page.waitForResponse(isStream);
  await visitor.open("#/login");
  await visitor.logIn(ada);
  await streaming;
  const show = (isHidden: boolean) =>
    page.evaluate(`
      Object.defineProperty(document, "hidden", { value: ${isHidden}, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    `);

  const ended = page.waitForEvent("requestfailed", isStream);
  await show(true);
  await page.clock.fastForward(10_000);
  await ended;
  await bob.call("createComment", 201, { path: { postId: post.id }, body: { content: "Hello?" } });
  await show(false);
  await page.getByRole("link", { name: "Notifications , 1 unread" }).waitFor();
});
