import { escapeHtml } from "./html.ts";

/** The part of an OpenAPI document that the page itself shows. */
export interface Overview {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>;
}

/** The page that starts Redoc; without scripts it lists the operations. */
export function docsPage({ info, paths }: Overview): string {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.includes(method))
      .map(
        ([method, { summary = "" }]) =>
          `<li><code>${escapeHtml(`${method.toUpperCase()} ${path}`)}</code> ${escapeHtml(summary)}</li>`,
      ),
  );
  const title = escapeHtml(`${info.title} API`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
body { margin: 0; }
nav { padding: 8px 20px; text-align: right; font: 14px/1.6 Roboto, sans-serif; }
nav a { color: #32329f; }
noscript { display: block; max-width: 50em; margin: 2em auto; font: 1em/1.5 sans-serif; }
</style>
</head>
<body>
<nav><a href="/docs/changelog">What changed from version to version</a></nav>
<div id="docs"></div>
<noscript>
<h1>${title}</h1>
<p>This page needs JavaScript to show everything. The whole documentation is in
<a href="/openapi.yaml">openapi.yaml</a>, also as <a href="/openapi.json">openapi.json</a>. In short:</p>
<ul>
${operations.join("\n")}
</ul>
</noscript>
<script src="/docs/redoc.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
