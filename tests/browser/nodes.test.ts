import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, test } from "node:test";
import { startApi } from "../support/api.ts";
import { launchBrowser } from "../support/browser.ts";
import { startPostgres } from "../support/postgres.ts";
import { postWith, visit } from "./visitor.ts";

const postgres = await startPostgres();
after(() => postgres.stop());
const env = { DATABASE_URL: postgres.url, JWT_SECRET: randomBytes(32).toString("hex") };
const first = await startApi({ env });
const second = await startApi({ env });
const browser = await launchBrowser();

test("a member on one node is notified within a second of events on another, also after a restart of Postgres", async (t) => {
  const [ada, bob] = await first.members(2);
  await ada.call("createPost", 201, { body: { content: "Two nodes, one database" } });
  const adas = await visit(t, browser, first.baseUrl, { refusals: [500, 503] });
  const bobs = await visit(t, browser, second.baseUrl, { refusals: [500, 503] });
  const streaming = adas.page.waitForResponse((response) => response.url().endsWith("/notification/stream"));
  await adas.open("#/login");
  await adas.logIn(ada);
  await streaming;
  await bobs.open(`#/u/${ada.id}`);
  await bobs.logIn(bob);
  await postWith(bobs.page, "Two nodes").getByRole("button", { name: "0 comments" }).click();

  async function comment(text: string): Promise<void> {
    await bobs.page.getByRole("textbox", { name: "Write a comment" }).fill(text);
    await bobs.page.getByRole("button", { name: "Send" }).click();
  }
  const waitForUnread = (unread: number) =>
    adas.page.getByRole("link", { name: `Notifications , ${unread} unread` }).waitFor();

  await comment("Before");
  const sent = performance.now();
  await waitForUnread(1);
  assert.ok(performance.now() - sent < 1000, `It took ${performance.now() - sent} ms`);

  await postgres.halt();
  await postgres.restart();
  for (const node of [first, second]) {
    while ((await fetch(`${node.baseUrl}/ready`)).status !== 200) await adas.page.waitForTimeout(50);
  }
  await comment("Just after");
  await waitForUnread(2);
  await comment("Long after");
  const again = performance.now();
  await waitForUnread(3);
  assert.ok(performance.now() - again < 1000, `It took ${performance.now() - again} ms`);
});
