import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { parseChangelog } from "../spec-diff/changelog.ts";
import { changelogPage } from "./changelog-page.ts";
import { docsPage } from "./docs-page.ts";
import { docsHeaders } from "./protection.ts";
import { resource, serveResources } from "./resources.ts";

/** Redoc shows its maker's logo from here; documentation has to work with no network. */
const foreignLogo = "https://cdn.redoc.ly/redoc/logo-mini.svg";
/** No image at all: Redoc then shows the text beside it alone. */
const noImage = "data:,";

/** Options are at https://redocly.com/docs/redoc/config. A file of its own, because the policy allows no inline script. */
const startScript = `Redoc.init("/openapi.json", { requiredPropsFirst: true }, document.getElementById("docs"));\n`;

/**
 * Serves `/docs` and what it needs, `/docs/changelog`, `/openapi.yaml` as written and `/openapi.json` as generated. All of it is read once,
 * here, and cached by clients under the condition that they ask whether it changed.
 * @param root the package's folder.
 */
export async function serveDocs(root: string): Promise<RequestHandler> {
  const read = (...path: string[]) => readFile(join(root, ...path), "utf8");
  const make = (type: string, text: string) => resource({ type, text, headers: docsHeaders });
  const json = await read("generated", "openapi.json");
  const overview = JSON.parse(json);
  const releases = parseChangelog(await read("generated", "changelog.json"));
  const redoc = await read("node_modules", "redoc", "bundles", "redoc.standalone.js");
  return serveResources(
    new Map([
      ["/docs", make("text/html", docsPage(overview))],
      ["/docs/changelog", make("text/html", changelogPage(overview.info.title, releases))],
      ["/docs/redoc.js", make("text/javascript", redoc.replaceAll(foreignLogo, noImage))],
      ["/docs/start.js", make("text/javascript", startScript)],
      ["/openapi.json", make("application/json", json)],
      ["/openapi.yaml", make("application/yaml", await read("openapi.yaml"))],
    ]),
  );
}
