import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { writeAnswer } from "./answer.ts";
import { docsPage } from "./docs-page.ts";
import { exchangeOf } from "./exchange.ts";
import { docsHeaders } from "./protection.ts";
import { parseTarget } from "./target.ts";
import { otherMethod } from "./unmatched.ts";

/** Redoc shows its maker's logo from here; documentation has to work with no network. */
const foreignLogo = "https://cdn.redoc.ly/redoc/logo-mini.svg";
/** No image at all: Redoc then shows the text beside it alone. */
const noImage = "data:,";

/** Options are at https://redocly.com/docs/redoc/config. A file of its own, because the policy allows no inline script. */
const startScript = `Redoc.init("/openapi.json", { requiredPropsFirst: true }, document.getElementById("docs"));\n`;

/**
 * Serves `/docs` and what it needs, `/openapi.yaml` as written and `/openapi.json` as generated; `/` leads to `/docs`.
 * All of it is read once, here, and cached by clients under the condition that they ask whether it changed.
 * @param root the package's folder.
 */
export async function serveDocs(root: string): Promise<RequestHandler> {
  const read = (...path: string[]) => readFile(join(root, ...path), "utf8");
  const json = await read("generated", "openapi.json");
  const redoc = await read("node_modules", "redoc", "bundles", "redoc.standalone.js");
  const resources = new Map([
    ["/docs", resource("text/html", docsPage(JSON.parse(json)))],
    ["/docs/redoc.js", resource("text/javascript", redoc.replaceAll(foreignLogo, noImage))],
    ["/docs/start.js", resource("text/javascript", startScript)],
    ["/openapi.json", resource("application/json", json)],
    ["/openapi.yaml", resource("application/yaml", await read("openapi.yaml"))],
  ]);

  return (request, response, next) => {
    const { path } = parseTarget(request.url);
    const found = resources.get(path);
    if (!found && path !== "/") next();
    else if (request.method !== "GET" && request.method !== "HEAD") {
      writeAnswer(request, response, otherMethod(request.method, path, "GET, HEAD, OPTIONS"));
    } else if (!found) response.set(exchangeOf(response).headers).redirect("/docs");
    else {
      response.set({ ...docsHeaders, ...exchangeOf(response).headers, ...found.headers });
      if (request.fresh) response.status(304).end();
      else response.send(found.bytes);
    }
  };
}

interface Resource {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

function resource(type: string, text: string): Resource {
  const bytes = Buffer.from(text);
  const tag = createHash("sha256").update(bytes).digest("base64url").slice(0, 22);
  return {
    headers: { "Content-Type": `${type}; charset=utf-8`, "Cache-Control": "no-cache", ETag: `"${tag}"` },
    bytes,
  };
}
