import { type Asset, asset } from "./assets.ts";
import { escapeHtml } from "./html.ts";
import { page } from "./page.ts";
import { swaggerScript } from "./swagger-script.ts";

export const startSwagger = asset("start-swagger.js", swaggerScript);

export interface TryOptions {
  readonly title: string;
  readonly document: Asset;
  readonly swagger: Asset;
  readonly swaggerStyle: Asset;
}

/** The page that loads Swagger UI. */
export function tryPage({ title, document, swagger, swaggerStyle }: TryOptions): string {
  return page({
    title: `Try the ${title} API`,
    path: "/docs/try",
    head: `<link rel="stylesheet" href="${swaggerStyle.path}">
<link rel="preload" href="${document.path}" as="fetch" crossorigin>
<script defer src="${swagger.path}"></script>
<script defer src="${startSwagger.path}" data-document="${document.path}"></script>
`,
    content: `<section class="trying" aria-labelledby="trying">
<h1 id="trying">Try the ${escapeHtml(title)} API</h1>
<p>Requests go to this server and change its data. <a href="#/Account/logIn">Log in</a> here, and all further requests carry
your access token. Or enter a token with <em>Authorize</em>.</p>
<p role="status" id="login" data-with="${withToken}" data-without="${withoutToken}">${withoutToken}</p>
<noscript><p>This page needs JavaScript. <a href="/openapi.yaml">openapi.yaml</a> describes all requests.</p></noscript>
<h2 class="unseen">Operations</h2>
</section>
<div id="try"></div>`,
  });
}

const withToken = "Requests carry your access token.";
const withoutToken = "Requests carry no token yet.";
