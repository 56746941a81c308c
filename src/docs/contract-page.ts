import { contractHelp } from "../contract/options.ts";
import { escapeHtml } from "./html.ts";
import { article } from "./page.ts";

/** How to run the contract suite. What its options do is told by the command itself. */
export function contractPage(title: string): string {
  return article({
    title: `The contract suite of the ${title} API`,
    path: "/docs/contract",
    content: `<h1>The contract suite</h1>
<p>It tells whether a server keeps this API, and why not. The server may be written in any language and be started by
anyone; the suite talks to it over HTTP and needs its address alone. It can be this server, too. In this project's folder:</p>
<pre tabindex="0"><code>npm ci
npm run contract -- http://localhost:3000</code></pre>
<h2>What it checks</h2>
<ul>
<li>Every status that <a href="/openapi.yaml">openapi.yaml</a> has and a client can bring about is brought about. What was not
seen makes the run fail.</li>
<li>Every answer, whatever it was asked for, is held against the document: status, media type, headers, body, and each event of
a stream.</li>
<li><a href="/docs/permissions">Who may do what</a>: every operation without a token, with tokens that are no good, and in the name
of somebody to whom it does not belong, which must change nothing.</li>
<li>Requests that are made at random within the document's rules and just outside of them; and many callers at once.</li>
</ul>
<h2>What it tells</h2>
<p>For each rule that was broken: what was expected, where that is said, and a line of <code>curl</code> that shows it again.
<code>--reporter html</code> makes a page of it, <code>junit</code> and <code>json</code> are for other tools.</p>
<h2>The command</h2>
<pre tabindex="0"><code>${escapeHtml(contractHelp.replaceAll("minifb-contract URL", "npm run contract -- URL"))}</code></pre>
<h2>In a pipeline</h2>
<p>The exit status fails the job, and the report is kept:</p>
<pre tabindex="0"><code>npm run --silent contract -- "$ADDRESS" --reporter junit --output contract.xml --seed 1</code></pre>`,
  });
}
