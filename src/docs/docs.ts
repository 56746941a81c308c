import { access, constants, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { RequestHandler } from "express";
import { requestContextOf } from "../server/http/request/request-context.ts";
import { docsHeaders } from "../server/http/response/security-headers.ts";
import { resource, serveResources } from "../server/http/static/resources.ts";
import { parseChangelog } from "../spec-diff/changelog.ts";
import { asset, assetResource } from "./assets.ts";
import { changelogPage } from "./changelog-page.ts";
import { contractPage } from "./contract-page.ts";
import { readableDocument, tryItDocument } from "./documents.ts";
import { operationsOf } from "./operations.ts";
import { stylesheet } from "./page.ts";
import { permissionsPage } from "./permissions-page.ts";
import { referencePage, startRedoc } from "./reference-page.ts";
import { startSwagger, tryPage } from "./try-page.ts";

/** Redoc loads its vendor's logo from here. The documentation must work offline. */
const foreignLogo = "https://cdn.redoc.ly/redoc/logo-mini.svg";
/** An empty image: Redoc then shows only the text. */
const noImage = "data:,";

const redocFile = "node_modules/redoc/bundles/redoc.standalone.js";
const swaggerFile = "node_modules/swagger-ui-dist/swagger-ui-bundle.js";
const swaggerStyleFile = "node_modules/swagger-ui-dist/swagger-ui.css";
const files = [
  "generated/openapi.json",
  "generated/changelog.json",
  "openapi.yaml",
  redocFile,
  swaggerFile,
  swaggerStyleFile,
] as const;

/**
 * Serves `/docs` with all its pages, `/openapi.yaml` as written and `/openapi.json` as generated. All pages are
 * built once, at the first request for one of them: they take 20 MB, and most servers get no such request.
 * @param root the folder of the package
 * @throws Error immediately if a file is missing
 */
export async function serveDocs(root: string): Promise<RequestHandler> {
  await Promise.all(files.map((file) => access(join(root, file), constants.R_OK)));
  let handler: Promise<RequestHandler> | undefined;
  return (request, response, next) => {
    if (!/^\/(docs(\/|$)|openapi\.)/.test(requestContextOf(response).target.path)) return next();
    handler ??= buildDocs(root).catch((fault: unknown) => {
      handler = undefined;
      throw fault;
    });
    return handler.then((serve) => serve(request, response, next));
  };
}

/** Pages are revalidated with ETags. Assets have a hash in their name and are immutable. */
async function buildDocs(root: string): Promise<RequestHandler> {
  const read = (file: (typeof files)[number]) => readFile(join(root, file), "utf8");
  const toResource = (type: string, text: string) => resource({ type, text, headers: docsHeaders });
  const json = await read("generated/openapi.json");
  const document = JSON.parse(json);
  const operations = operationsOf(document);
  const releases = parseChangelog(await read("generated/changelog.json"));
  const { title } = document.info;

  const redoc = asset("redoc.js", (await read(redocFile)).replaceAll(foreignLogo, noImage));
  const swagger = asset("swagger.js", await read(swaggerFile));
  const swaggerStyle = asset("swagger.css", await read(swaggerStyleFile));
  const readable = asset("reference.json", JSON.stringify(readableDocument(document)));
  const triable = asset("try.json", JSON.stringify(tryItDocument(document)));
  const assets = [stylesheet, redoc, startRedoc, readable, swagger, swaggerStyle, startSwagger, triable];
  return serveResources(
    new Map([
      ["/docs", toResource("text/html", referencePage({ info: document.info, operations, document: readable, redoc }))],
      ["/docs/try", toResource("text/html", tryPage({ title, document: triable, swagger, swaggerStyle }))],
      ["/docs/permissions", toResource("text/html", permissionsPage(title, operations))],
      ["/docs/changelog", toResource("text/html", changelogPage(title, releases))],
      ["/docs/contract", toResource("text/html", contractPage(title))],
      ["/openapi.json", toResource("application/json", json)],
      ["/openapi.yaml", toResource("application/yaml", await read("openapi.yaml"))],
      ...assets.map(assetResource),
    ]),
  );
}
