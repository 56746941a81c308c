import { type JsonObject, stringAt } from "../openapi/json.ts";
import { type Asset, asset } from "./assets.ts";
import { addressesOf } from "./documents.ts";
import { escapeHtml } from "./html.ts";
import type { DocumentedOperation } from "./operations.ts";
import { page } from "./page.ts";
import { redocScript } from "./redoc-script.ts";

export const startRedoc = asset("start-redoc.js", redocScript);

export interface ReferenceOptions {
  /** The document's `info`: title, version, and a description whose first paragraph is shown. */
  readonly info: JsonObject;
  /** In the document's order. */
  readonly operations: readonly DocumentedOperation[];
  readonly document: Asset;
  readonly redoc: Asset;
}

/**
 * The page that loads Redoc. It contains an overview, which is shown until Redoc has rendered, and permanently without
 * JavaScript.
 */
export function referencePage({ info, operations, document, redoc }: ReferenceOptions): string {
  const title = stringAt(info, "title") ?? "";
  const [introduction = ""] = (stringAt(info, "description") ?? "").split("\n\n");
  const items = operations.map(
    (operation) =>
      `<li><a href="${escapeHtml(addressesOf(operation).reading)}">${escapeHtml(operation.summary)}</a>
<code>${escapeHtml(`${operation.method} ${operation.path}`)}</code></li>`,
  );
  const tags = [...new Set(operations.map(({ tagName }) => tagName))];
  return page({
    title: `${title} API`,
    path: "/docs",
    head: `<link rel="preload" href="${document.path}" as="fetch" crossorigin>
<script defer src="${redoc.path}"></script>
<script defer src="${startRedoc.path}" data-document="${document.path}"></script>
`,
    content: `<main>
<div class="overview">
<ul>
${tags.map((tag) => `<li>${escapeHtml(tag)}</li>`).join("\n")}
</ul>
<div>
<h1>${escapeHtml(`${title} (${stringAt(info, "version")})`)}</h1>
<p>${escapeHtml(introduction)}</p>
<noscript><p>Without JavaScript this page lists only the operations. The full reference is in
<a href="/openapi.yaml">openapi.yaml</a> and <a href="/openapi.json">openapi.json</a>.</p></noscript>
<ul>
${items.join("\n")}
</ul>
</div>
</div>
<div id="docs"></div>
</main>`,
  });
}
