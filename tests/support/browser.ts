import { existsSync } from "node:fs";
import { after } from "node:test";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright";
import type { Scope } from "./api.ts";

const installed = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Starts a headless Chromium, the system's or else that of the npm package, until the test (`t`) or the whole file ends. */
export async function launchBrowser(scope: Scope = { after }): Promise<Browser> {
  const executablePath = installed.find((path) => existsSync(path)) ?? (await chromium.executablePath());
  const browser = await playwright.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
  });
  scope.after(() => browser.close());
  return browser;
}
