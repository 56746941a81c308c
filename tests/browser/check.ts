import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright";

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

interface Findings {
  readonly violations: readonly Finding[];
  readonly passes: readonly Finding[];
}

/** Asserts that axe reports no violations on a page in its current state, and that it needs no horizontal scrolling. */
export async function check(page: Page, what: string): Promise<void> {
  // During a fade-in the contrast is too low.
  await page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished))");
  await page.evaluate(axe.source);
  const { violations, passes }: Findings = await page.evaluate("axe.run()");
  assert.ok(passes.length > 15, `Only ${passes.length} rules had elements to check`);
  assert.deepEqual(
    violations.map(({ id, help, nodes }) => `${what}: ${id}, ${help}: ${nodes.map(({ html }) => html).join(" ")}`),
    [],
  );
  const overflow = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
  assert.equal(overflow, 0, `${what} is wider than its window`);
}
