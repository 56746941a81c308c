import assert from "node:assert/strict";
import type { TestContext } from "node:test";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright";
import type { Member } from "../../src/contract/members.ts";

/** A user with a browser context of their own. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Opens a page of the frontend: `#/settings`. */
  open(hash?: string): Promise<void>;
  /** Fills in and submits the login form, on whatever page it is shown. */
  logIn(member: Pick<Member, "id" | "password">): Promise<void>;
}

export interface VisitorOptions extends BrowserContextOptions {
  /** Statuses of 400 and above that the test provokes; the browser logs each as an error. */
  readonly refusals?: readonly number[];
}

/**
 * Opens a browser context that fails the test if there was an error on the console, an uncaught exception, or a request
 * to another origin.
 */
export async function visit(
  t: TestContext,
  browser: Browser,
  baseUrl: string,
  { refusals = [], ...options }: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    locale: "en-US",
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    const isExpected = refusals.some((status) => message.text().includes(`responded with a status of ${status} `));
    if (message.type() === "error" && !isExpected) problems.push(message.text());
  });
  page.on("request", (request) => {
    const isOwn = request
      .url()
      .replace(/^blob:/, "")
      .startsWith(`${baseUrl}/`);
    if (!isOwn) problems.push(`requested ${request.url()}`);
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(problems, []);
  });

  return {
    page,
    context,
    async open(hash = "") {
      await page.goto(`${baseUrl}/${hash}`);
    },
    async logIn({ id, password }) {
      await page.getByLabel("Id", { exact: true }).fill(id);
      await page.getByLabel("Password", { exact: true }).fill(password);
      await page.getByRole("button", { name: "Log in", exact: true }).click();
      await page.getByRole("link", { name: "Profile", exact: true }).waitFor();
    },
  };
}

/** The article element of the post with this text. */
export function postWith(page: Page, text: string) {
  return page.getByRole("article", { name: /^A post by/ }).filter({ hasText: text });
}
