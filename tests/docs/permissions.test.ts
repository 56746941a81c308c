import assert from "node:assert/strict";
import { test } from "node:test";
import { operationsOf } from "../../src/docs/operations.ts";
import { permissionsPage } from "../../src/docs/permissions-page.ts";
import { launchBrowser } from "../support/browser.ts";
import { startDocs } from "./server.ts";

test("the table has the permissions of every operation", async (t) => {
  const url = await startDocs(t);
  const page = await (await launchBrowser(t)).newPage();
  await page.goto(`${url}/docs/permissions`);
  const row = async (summary: string) => {
    const found = page.getByRole("row").filter({ has: page.getByRole("link", { name: summary, exact: true }) });
    return found.getByRole("cell").allTextContents();
  };
  assert.deepEqual(await row("Sign up"), ["yes", "yes", "yes"]);
  assert.deepEqual(await row("Write a post"), ["no", "yes", "yes"]);
  assert.deepEqual(await row("Delete a post"), ["no", "own", "own"]);
  assert.deepEqual(await row("Issue a temporary password"), ["no", "own", "yes"]);
  assert.deepEqual(await row("Read server statistics"), ["no", "no", "yes"]);
  const document = JSON.parse(await (await fetch(`${url}/openapi.json`)).text());
  assert.equal(await page.locator("tbody tr:has(td)").count(), operationsOf(document).length);
  const deletion = page.getByRole("row").filter({ hasText: "DELETE /post/{postId} " });
  assert.match((await deletion.first().textContent()) ?? "", /403: .* or the resource belongs to another member\./);
});

test("an unknown permission is an error", () => {
  const operation = { operationId: "guess", tags: ["A"], "x-permission": "friends", responses: {} };
  const operations = operationsOf({ paths: { "/guess": { get: operation } } });
  assert.throws(() => permissionsPage("A", operations), /guess: unknown x-permission friends/);
});
