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

/** Redoc shows its maker's logo from here; documentation has to work with no network. */
const foreignLogo = "https://cdn.redoc.ly/redoc/logo-mini.svg";
/** No image at all: Redoc then shows the text beside it alone. */
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
 * Serves `/docs` with all its pages, `/openapi.yaml` as written and `/openapi.json` as generated. All of it is read and
 * made once, when some of it is asked for the first time: it takes 20 MB, and most servers are never asked.
 * @param root the package's folder.
 * @throws Error now if a file will be missing then.
 */
export async function serveDocs(root: string): Promise<RequestHandler> {
  await Promise.all(files.map((file) => access(join(root, file), constants.R_OK)));
  let made: Promise<RequestHandler> | undefined;
  return (request, response, next) => {
    if (!/^\/(docs(\/|$)|openapi\.)/.test(requestContextOf(response).target.path)) return next();
    made ??= makeDocs(root).catch((fault: unknown) => {
      made = undefined;
      throw fault;
    });
    return made.then((serve) => serve(request, response, next));
  };
}

/** Clients ask whether a page changed; what pages load has a hash in its name, and is kept for good. */
async function makeDocs(root: string): Promise<RequestHandler> {
  const read = (file: (typeof files)[number]) => readFile(join(root, file), "utf8");
  const make = (type: string, text: string) => resource({ type, text, headers: docsHeaders });
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
