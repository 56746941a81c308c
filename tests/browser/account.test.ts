import assert from "node:assert/strict";
import { test } from "node:test";
import { uniqueId } from "../../src/contract/members.ts";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { visit } from "./visitor.ts";

const api = await startApi();
const browser = await launchBrowser();
const minutes = 60_000;

test("a guest signs up, sees an empty timeline, and is still logged in after a reload", async (t) => {
  const { page, open } = await visit(t, browser, api.baseUrl);
  const id = uniqueId();
  await open();
  await page.getByRole("heading", { name: "A small Facebook" }).waitFor();
  await page.getByRole("main").getByRole("link", { name: "Sign up" }).click();
  await page.getByLabel("Id", { exact: true }).fill(id);
  await page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await page.getByText(`The id ${id} is free.`).waitFor();
  await page.getByLabel("Password", { exact: true }).fill("a bug in the relay");
  await page.getByRole("main").getByRole("button", { name: "Sign up" }).click();
  await page.getByRole("textbox", { name: "What is on your mind?" }).waitFor();
  await page.reload();
  await page.getByRole("link", { name: "Profile", exact: true }).click();
  await page.getByRole("heading", { name: "Grace Hopper" }).waitFor({ state: "attached" });
  await page.getByText("You have not written anything yet.").waitFor();
  assert.equal(await page.title(), "Grace Hopper – minifb");
});

test("invalid fields are reported before a request is sent, and refused requests with the server's hint", async (t) => {
  const [member] = await api.members(1);
  const { page, open } = await visit(t, browser, api.baseUrl, { refusals: [409, 401] });
  await open("#/signup");
  const submit = page.getByRole("main").getByRole("button", { name: "Sign up" });
  await submit.click();
  assert.equal(await page.getByText("This must not be empty.").count(), 3);
  await page.getByLabel("Id", { exact: true }).and(page.locator(":focus")).waitFor();
  await page.getByLabel("Id", { exact: true }).fill("a b c d");
  await page.getByText("Only a-z, A-Z, digits").waitFor();
  await page.getByLabel("Id", { exact: true }).fill(member.id);
  await page.getByLabel("Name", { exact: true }).fill("😀");
  await page.getByText("At least 2 characters, please.").waitFor();
  await page.getByText(`The id ${member.id} is taken.`).waitFor();

  await page.getByRole("main").getByRole("link", { name: "Log in" }).click();
  await page.getByRole("heading", { name: "Log in" }).waitFor();
  await page.getByLabel("Id", { exact: true }).fill(member.id);
  await page.getByLabel("Password", { exact: true }).fill("not this one");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("alert").getByText("The id or the password is wrong").waitFor();
});

test("a guest who follows a link sees its page after the login", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  await visitor.open("#/settings");
  await visitor.page.getByText("Log in to see this page.").waitFor();
  await visitor.logIn(member);
  await visitor.page.getByRole("heading", { name: "Settings" }).waitFor();
});

test("after the access token expires, all requests succeed with a single refresh", async (t) => {
  const [member] = await api.members(1);
  await member.call("createPost", 201, { body: { content: "Still here" } });
  t.after(() => api.control.setClock(0));
  const visitor = await visit(t, browser, api.baseUrl, { refusals: [403] });
  const { page } = visitor;
  await visitor.open("#/login");
  await visitor.logIn(member);
  await page.getByText("Still here").waitFor();
  const refreshes: number[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/auth/refresh")) refreshes.push(response.status());
  });

  await api.control.setClock(16 * minutes);
  await page.reload();
  await page.getByText("Still here").waitFor();
  await page.getByRole("link", { name: "Profile", exact: true }).click();
  await page.getByText("Still here").waitFor();
  assert.deepEqual(refreshes, [200]);
});

test("a login that ended on the server leads to the login form, and back to the page", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl, { refusals: [401, 403] });
  const { page } = visitor;
  await visitor.open("#/login");
  await visitor.logIn(member);
  await page.getByRole("link", { name: "Settings" }).waitFor();
  const newPassword = "quite another one";
  await member.call("changePassword", 200, { body: { currentPassword: member.password, newPassword } });
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByText("Your login has ended.").waitFor();
  await visitor.logIn({ id: member.id, password: newPassword });
  await page.getByRole("heading", { name: "Settings" }).waitFor();
});

test("a temporary password must be changed before any page is shown", async (t) => {
  const [member] = await api.members(1);
  const { body } = await member.call("issueTemporaryPassword", 201, { path: { userId: member.id } });
  const { page, open } = await visit(t, browser, api.baseUrl, { refusals: [403] });
  await open("#/login");
  await page.getByLabel("Id", { exact: true }).fill(member.id);
  await page.getByLabel("Password", { exact: true }).fill(body.temporaryPassword);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await page.getByLabel("Temporary password").fill("not this one");
  await page.getByLabel("New password").fill("one of my own");
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("The current password is wrong.").waitFor();
  await page.getByLabel("Temporary password").fill(body.temporaryPassword);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("The password was changed, and 1 other login ended.").waitFor();
  await page.getByRole("textbox", { name: "What is on your mind?" }).waitFor();
});

test("nickname and bio can be changed and removed", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  const { page } = visitor;
  await visitor.open("#/settings");
  await visitor.logIn(member);
  const nickname = page.getByRole("form", { name: "Nickname" });
  await nickname.getByRole("textbox").fill("😀".repeat(31));
  await page.getByText("At most 30 characters, please.").waitFor();
  await nickname.getByRole("textbox").fill("😀".repeat(30));
  await nickname.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved.").waitFor();
  const bio = page.getByRole("form", { name: "About you" });
  await bio.getByRole("textbox").fill("Counts code points");
  await bio.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name: "Profile", exact: true }).click();
  await page.getByText("Counts code points").waitFor();
  await page.getByText("😀".repeat(30)).waitFor();
  await page.getByRole("main").getByRole("link", { name: "Edit" }).click();
  await nickname.getByRole("textbox").fill("");
  const cleared = page.waitForResponse(/nickname$/);
  await nickname.getByRole("button", { name: "Save" }).click();
  await cleared;
  assert.equal((await member.call("getMe", 200)).body.nickname, null);
});

test("logging out ends the login in every tab", async (t) => {
  const [member] = await api.members(1);
  const visitor = await visit(t, browser, api.baseUrl);
  await visitor.open("#/login");
  await visitor.logIn(member);
  const other = await visitor.context.newPage();
  await other.goto(api.baseUrl);
  await other.getByRole("link", { name: "Profile", exact: true }).waitFor();
  await visitor.page.getByRole("link", { name: "Settings" }).click();
  await visitor.page.getByRole("button", { name: "Log out" }).click();
  await visitor.page.getByText("Log in to see this page.").waitFor();
  await other.getByRole("heading", { name: "A small Facebook" }).waitFor();
});

test("one click logs in to the demo data, or explains how to create it", async (t) => {
  const { page, open } = await visit(t, browser, api.baseUrl, { refusals: [401] });
  await open();
  await page.getByRole("button", { name: "Look around with demo data" }).click();
  await page.getByText("npm run demo").waitFor();
  await api.anyone.call("signUp", 201, { body: { id: "demo", password: "demo-password", name: "Demo Member" } });
  await page.getByRole("button", { name: "Look around with demo data" }).click();
  await page.getByRole("textbox", { name: "What is on your mind?" }).waitFor();
});
