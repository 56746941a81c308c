import { type Asset, asset } from "./assets.ts";
import { page } from "./page.ts";
import { swaggerScript } from "./swagger-script.ts";

export const startSwagger = asset("start-swagger.js", swaggerScript);

export interface TryOptions {
  readonly title: string;
  readonly document: Asset;
  readonly swagger: Asset;
  readonly swaggerStyle: Asset;
}

/** The page that starts Swagger UI. */
export function tryPage({ title, document, swagger, swaggerStyle }: TryOptions): string {
  return page({
    title: `Try the ${title} API`,
    path: "/docs/try",
    head: `<link rel="stylesheet" href="${swaggerStyle.path}">
<link rel="preload" href="${document.path}" as="fetch" crossorigin>
<script defer src="${swagger.path}"></script>
<script defer src="${startSwagger.path}" data-document="${document.path}"></script>
`,
    content: `<main class="try">
<h1>Try the ${title} API</h1>
<p>Requests go to this server and do what they say. <a href="#/Account/logIn">Log in</a> here, and the requests after it
carry your access token; or put one in with <em>Authorize</em>.</p>
<p role="status" id="login">Requests carry no token yet.</p>
<noscript><p>Trying needs JavaScript. The <a href="/docs">reference</a> has samples for the command line.</p></noscript>
<div id="try"></div>
</main>`,
  });
}
