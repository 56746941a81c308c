import { escapeHtml } from "./html.ts";
import { article } from "./page.ts";

/** How to run the contract suite. The options are documented by the command's `--help` only. */
export function contractPage(title: string): string {
  return article({
    title: `The contract suite of the ${title} API`,
    path: "/docs/contract",
    content: `<h1>The contract suite of the ${escapeHtml(title)} API</h1>
<p>The contract suite checks whether a server implements this API. The server may be written in any language: the suite
sends HTTP requests and needs only the address. In the folder of this project, run:</p>
<pre tabindex="0"><code>npm ci
npm run contract -- http://localhost:3000</code></pre>
<h2>What it checks</h2>
<ul>
<li>Coverage: the suite provokes every status in <a href="/openapi.yaml">openapi.yaml</a> that a client can provoke. A status that
was not seen makes the run fail.</li>
<li>Answers: each answer must match the document in status, media type, headers and body, and so must each event of a
stream.</li>
<li><a href="/docs/permissions">Permissions</a>: each operation is called without a token, with invalid tokens, and as a
member who does not own the resource. These calls must change nothing.</li>
<li>Generated requests, valid and invalid, and concurrent requests.</li>
</ul>
<h2>The report</h2>
<p>For each violation the report has the expected result, the place in the specification, and a <code>curl</code> command that
reproduces it. <code>--reporter html</code> writes a web page; <code>junit</code> and <code>json</code> are for other tools.</p>
<h2>Options</h2>
<p>All options, with their defaults and the exit status:</p>
<pre tabindex="0"><code>npm run contract -- --help</code></pre>
<h2>In a CI pipeline</h2>
<p>The exit status fails the job. The report is written to a file:</p>
<pre tabindex="0"><code>npm run --silent contract -- "$ADDRESS" --reporter junit --output contract.xml --seed 1</code></pre>`,
  });
}
