import assert from "node:assert/strict";
import { test } from "node:test";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { postWith, visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();

test("a post is created, edited and deleted", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open("#/login");
  await visitor.logIn(member);
  await page.getByRole("textbox", { name: "What is on your mind?" }).fill("  First light\non two lines ");
  await page.getByRole("button", { name: "Post", exact: true }).click();
  await postWith(page, "First light").getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit your post" }).fill("Second light");
  await page.getByRole("button", { name: "Save" }).click();
  await postWith(page, "Second light").getByText("edited").waitFor();
  await postWith(page, "Second light").getByRole("button", { name: "Edit" }).and(page.locator(":focus")).waitFor();

  await postWith(page, "Second light").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await postWith(page, "Second light").getByRole("button", { name: "Delete" }).and(page.locator(":focus")).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("Deleted.").waitFor();
  assert.equal(await postWith(page, "Second light").count(), 0);
  assert.deepEqual((await member.call("getMyTimeline", 200)).body.items, []);
});

test("comments are created and edited by their author, and deleted by the author or the post's owner", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "Say something" } });
  await bob.call("createComment", 201, { path: { postId: post.id }, body: { content: "Bob was here" } });
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open(`#/u/${ada.id}`);
  await visitor.logIn(ada);
  await postWith(page, "Say something").getByRole("button", { name: "1 comment" }).click();
  const comments = page.getByRole("article", { name: /^A comment by/ });
  await comments.filter({ hasText: "Bob was here" }).waitFor();
  assert.equal(await comments.getByRole("button", { name: "Edit" }).count(), 0);

  const box = page.getByRole("textbox", { name: "Write a comment" });
  await box.fill("So was Ada");
  await box.press("Control+Enter");
  await page.getByRole("button", { name: "2 comments" }).waitFor();
  await comments.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Edit your comment" }).fill("So is Ada");
  await page.getByRole("button", { name: "Save" }).click();
  await comments.filter({ hasText: "So is Ada" }).getByText("edited").waitFor();
  await comments.filter({ hasText: "Bob was here" }).getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await page.getByRole("button", { name: "1 comment" }).waitFor();
  const left = (await ada.call("listComments", 200, { path: { postId: post.id } })).body.items;
  assert.deepEqual(
    left.map(({ content, isModified }) => ({ content, isModified })),
    [{ content: "So is Ada", isModified: true }],
  );
});

test("a reaction is counted at once, changed and removed; the dialog lists reactions by type", async (t) => {
  const [ada, bob] = await api.members(2);
  const { body: post } = await ada.call("createPost", 201, { body: { content: "React to me" } });
  await ada.call("reactToPost", 201, { path: { postId: post.id }, body: { type: 1 } });
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open(`#/u/${ada.id}`);
  await visitor.logIn(bob);
  const shown = postWith(page, "React to me");
  for (const name of ["Love, 0", "Haha, 0", "Wow, 0", "Like, 1"]) await shown.getByRole("button", { name }).click();
  await shown.getByRole("button", { name: "Like, 2", pressed: true }).waitFor();
  await shown.getByRole("button", { name: "Sad, 0" }).click();
  await shown.getByRole("button", { name: "2 reactions" }).click();
  const dialog = page.getByRole("dialog", { name: "Who reacted" });
  await dialog.getByText(bob.name).waitFor();
  await dialog.getByRole("button", { name: "Like" }).click();
  await dialog.getByText(bob.name).waitFor({ state: "detached" });
  await dialog.getByText(ada.name).waitFor();
  await page.keyboard.press("Escape");
  await shown.getByRole("button", { name: "2 reactions" }).and(page.locator(":focus")).waitFor();
  // The update is optimistic: a reload before the response would abort the request.
  const known = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  await shown.getByRole("button", { name: "Sad, 1" }).click();
  await shown.getByRole("button", { name: "1 reaction" }).waitFor();
  await known;
  await page.reload();
  await shown.getByRole("button", { name: "Like, 1", pressed: false }).waitFor();
  await shown.getByRole("button", { name: "Sad, 0", pressed: false }).waitFor();
});

test("a refused update is reverted and explained, and its text is kept", async (t) => {
  const [member] = await api.members(1);
  await member.call("createPost", 201, { body: { content: "Hold this" } });
  t.after(() => api.control.clearFault());
  const visitor = await visit(t, browser, api.baseUrl, { refusals: [500, 503] });
  const { page } = visitor;
  await visitor.open(`#/u/${member.id}`);
  await visitor.logIn(member);
  const shown = postWith(page, "Hold this");
  await shown.waitFor();
  await api.control.setFault("database", "The disk is full");
  await shown.getByRole("button", { name: "Love, 0" }).click();
  await page.getByRole("status").getByText("The disk is full").waitFor();
  await shown.getByRole("button", { name: "Love, 0", pressed: false }).waitFor();
  await page.getByRole("link", { name: "Home", exact: true }).click();
  const box = page.getByRole("textbox", { name: "What is on your mind?" });
  await box.fill("A draft to keep");
  await page.getByRole("button", { name: "Post", exact: true }).click();
  await page.getByRole("region", { name: "New post" }).getByRole("alert").getByText("The disk is full").waitFor();
  assert.equal(await box.inputValue(), "A draft to keep");
  await api.control.clearFault();
  await page.getByRole("button", { name: "Post", exact: true }).click();
  await postWith(page, "A draft to keep").getByRole("button", { name: "Delete" }).waitFor();
});

test("the page reports a lost network, keeps its content, and continues afterwards", async (t) => {
  const [member] = await api.members(1);
  await member.call("createPost", 201, { body: { content: "Read me offline" } });
  const visitor = await visit(t, browser, api.baseUrl);
  const { page, context } = visitor;
  // Offline, Chromium reports each failed request on the console.
  page.removeAllListeners("console");
  await visitor.open(`#/u/${member.id}`);
  await visitor.logIn(member);
  await postWith(page, "Read me offline").waitFor();
  await context.setOffline(true);
  await page.getByText("You are offline.").waitFor();
  await postWith(page, "Read me offline").getByRole("button", { name: "Love, 0" }).click();
  await page.getByText("The server cannot be reached.").waitFor();
  await postWith(page, "Read me offline").getByRole("button", { name: "Love, 0", pressed: false }).waitFor();
  await context.setOffline(false);
  await page.getByText("You are offline.").waitFor({ state: "detached" });
  const reacted = page.waitForResponse(/reaction$/);
  await postWith(page, "Read me offline").getByRole("button", { name: "Love, 0" }).click();
  await reacted;
  await page.reload();
  await postWith(page, "Read me offline").getByRole("button", { name: "Love, 1", pressed: true }).waitFor();
});

test("sixty posts load by scrolling, each once, and the scroll position is restored on going back", async (t) => {
  const [member] = await api.members(1);
  for (let number = 1; number <= 60; number++) {
    await member.call("createPost", 201, { body: { content: `Post number ${number}.` } });
  }
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open(`#/u/${member.id}`);
  await visitor.logIn(member);
  const posts = page.getByRole("article", { name: /^A post by/ });
  await posts.first().waitFor();
  assert.ok((await posts.count()) < 60);
  const end = page.getByText("That is all there is.");
  while (!(await end.isVisible())) {
    await page.mouse.wheel(0, 2000);
    await page.waitForTimeout(50);
  }
  const numbers = await posts.locator(".content").allTextContents();
  assert.deepEqual(
    numbers,
    Array.from({ length: 60 }, (_, index) => `Post number ${60 - index}.`),
  );

  const last = postWith(page, "Post number 1.");
  await last.scrollIntoViewIfNeeded();
  const before = await page.evaluate("scrollY");
  await last.getByRole("link", { name: /ago|now|second/ }).click();
  await page.getByRole("region", { name: "Comments" }).waitFor();
  assert.equal(await page.evaluate("scrollY"), 0);
  await page.goBack();
  await last.waitFor();
  assert.equal(await page.evaluate("scrollY"), before);
});

test("deleted and unknown posts, members and pages are reported", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  await visitor.open("#/post/999999");
  await visitor.logIn(member);
  await visitor.page.getByRole("heading", { name: "This post does not exist" }).waitFor();
  await visitor.open("#/u/nobody.at.all");
  await visitor.page.getByText("Nobody has the id nobody.at.all.").waitFor();
  await visitor.open("#/nowhere/at/all");
  await visitor.page.getByRole("heading", { name: "There is no such page" }).waitFor();
});
