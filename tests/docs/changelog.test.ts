import assert from "node:assert/strict";
import { test } from "node:test";
import { changelogPage } from "../../src/docs/changelog-page.ts";
import type { Release } from "../../src/spec-diff/changelog.ts";
import { launchBrowser } from "../support/browser.ts";
import { startDocs } from "./server.ts";

const first: Release = { version: "1.0.0", date: "2026-01-02", since: null, changes: [] };
const second: Release = {
  version: "2.0.0",
  date: "2026-03-04",
  since: "1.0.0",
  changes: [
    {
      locations: ["POST /post"],
      what: "`content` may now have at most 2000 characters, it was 3000",
      effect: "breaking",
      why: "clients that send more are refused",
    },
    {
      locations: ["GET /a 200", "GET /b 200", "GET /c 200", "GET /d 200", "GET /e 200"],
      what: "`Author.<b>` is new",
      effect: "compatible",
      why: "clients ignore properties they do not know",
    },
    { locations: ["GET /a"], what: "the operation has another summary", effect: "documentation", why: "nothing" },
  ],
};

test("the page lists the released versions", async (t) => {
  const page = await (await launchBrowser(t)).newPage();
  await page.goto(`${await startDocs(t)}/docs`);
  await page.getByRole("link", { name: "Changelog" }).click();
  await page.getByRole("heading", { name: "What changed in the minifb API" }).waitFor();
  assert.match(
    (await page.locator("main").textContent()) ?? "",
    /This is the first version\. There is no earlier one to compare/,
  );
});

test("changes are grouped by effect, with their locations, as text", async (t) => {
  const page = await (await launchBrowser(t)).newPage();
  await page.setContent(changelogPage("A <test>", [second, first]));
  assert.equal(await page.title(), "What changed in the A <test> API");
  assert.deepEqual(await page.locator("h2").allTextContents(), ["2.0.0 2026-03-04", "1.0.0 2026-01-02"]);
  assert.deepEqual(await page.locator("h3").allTextContents(), ["Breaks clients", "Compatible", "Documentation only"]);
  const [breaking, compatible, documentation] = await page.locator("li").allInnerTexts();
  assert.equal(
    breaking,
    "POST /post: content may now have at most 2000 characters, it was 3000: clients that send more are refused.",
  );
  assert.match(
    compatible ?? "",
    /^GET \/a 200, GET \/b 200, GET \/c 200 and 2 more: Author\.<b> is new: clients ignore/,
  );
  assert.equal(documentation, "GET /a: the operation has another summary.");
  assert.equal(await page.getByText("GET /e 200").isVisible(), false);
  await page.getByText("All 5 locations").click();
  assert.equal(await page.getByText("GET /e 200").isVisible(), true);
});

test("the page says how many versions there are, and that nothing changed", () => {
  assert.match(changelogPage("A", [first]), /There has been one version so far\./);
  const page = changelogPage("A", [{ ...second, changes: [] }, first]);
  assert.match(page, /There have been 2 versions so far\./);
  assert.match(page, /The document has not changed since 1\.0\.0\./);
});
