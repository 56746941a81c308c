import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { docsHeaders } from "../http/protection.ts";
import { resource, serveResources } from "../http/resources.ts";
import { parseChangelog } from "../spec-diff/changelog.ts";
import { asset, assetResource } from "./assets.ts";
import { changelogPage } from "./changelog-page.ts";
import { contractPage } from "./contract-page.ts";
import { readableDocument, triableDocument } from "./documents.ts";
import { operationsOf } from "./operations.ts";
import { stylesheet } from "./page.ts";
import { permissionsPage } from "./permissions-page.ts";
import { referencePage, startRedoc } from "./reference-page.ts";
import { startSwagger, tryPage } from "./try-page.ts";

/** Redoc shows its maker's logo from here; documentation has to work with no network. */
const foreignLogo = "https://cdn.redoc.ly/redoc/logo-mini.svg";
/** No image at all: Redoc then shows the text beside it alone. */
const noImage = "data:,";

/**
 * Serves `/docs` with all its pages, `/openapi.yaml` as written and `/openapi.json` as generated. All of it is read and
 * made once, here. Clients ask whether a page changed; what pages load has a hash in its name, and is kept for good.
 * @param root the package's folder.
 */
export async function serveDocs(root: string): Promise<RequestHandler> {
  const read = (...path: string[]) => readFile(join(root, ...path), "utf8");
  const make = (type: string, text: string) => resource({ type, text, headers: docsHeaders });
  const json = await read("generated", "openapi.json");
  const document = JSON.parse(json);
  const operations = operationsOf(document);
  const releases = parseChangelog(await read("generated", "changelog.json"));
  const redocText = await read("node_modules", "redoc", "bundles", "redoc.standalone.js");
  const { title } = document.info;

  const redoc = asset("redoc.js", redocText.replaceAll(foreignLogo, noImage));
  const swagger = asset("swagger.js", await read("node_modules", "swagger-ui-dist", "swagger-ui-bundle.js"));
  const swaggerStyle = asset("swagger.css", await read("node_modules", "swagger-ui-dist", "swagger-ui.css"));
  const readable = asset("reference.json", JSON.stringify(readableDocument(document)));
  const triable = asset("try.json", JSON.stringify(triableDocument(document)));
  const assets = [stylesheet, redoc, startRedoc, readable, swagger, swaggerStyle, startSwagger, triable];
  return serveResources(
    new Map([
      ["/docs", make("text/html", referencePage({ info: document.info, operations, document: readable, redoc }))],
      ["/docs/try", make("text/html", tryPage({ title, document: triable, swagger, swaggerStyle }))],
      ["/docs/permissions", make("text/html", permissionsPage(title, operations))],
      ["/docs/changelog", make("text/html", changelogPage(title, releases))],
      ["/docs/contract", make("text/html", contractPage(title))],
      ["/openapi.json", make("application/json", json)],
      ["/openapi.yaml", make("application/yaml", await read("openapi.yaml"))],
      ...assets.map(assetResource),
    ]),
  );
}
