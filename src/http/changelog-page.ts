import type { Change, Effect } from "../spec-diff/change.ts";
import type { Release } from "../spec-diff/changelog.ts";
import { escapeHtml } from "./html.ts";

const headings: Readonly<Record<Effect, string>> = {
  breaking: "Breaks clients",
  compatible: "Breaks nobody",
  documentation: "Documentation only",
};

const mostPlaces = 3;

/**
 * What changed in the API from version to version, as a page without scripts.
 * @param releases newest first
 */
export function changelogPage(title: string, releases: readonly Release[]): string {
  const name = escapeHtml(`${title} API`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What changed in the ${name}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<main>
<nav><a href="/docs">Documentation</a> <a href="/openapi.yaml">openapi.yaml</a></nav>
<h1>What changed in the ${name}</h1>
${introduction(releases)}
${releases.map(section).join("\n")}
</main>
</body>
</html>
`;
}

/** The colours and sizes of Redoc. */
const style = `
body { margin: 0; color: #333; font: 14px/1.6 Roboto, sans-serif; overflow-wrap: break-word; }
main { max-width: 50em; margin: 0 auto; padding: 24px 20px 80px; }
nav a { margin-right: 1.5em; }
a { color: #32329f; }
h1, h2, h3 { font-family: Montserrat, sans-serif; font-weight: 400; line-height: 1.3; }
h1 { font-size: 26px; }
h2 { margin-top: 2em; padding-top: 1em; border-top: 1px solid #e1e1e1; font-size: 22px; }
h3 { font-size: 16px; }
time { color: #666; font-size: 14px; }
li { margin: .6em 0; }
li.breaking::marker { color: #d41f1c; }
code { padding: 0 4px; border-radius: 2px; background: #f2f2f5; font: 13px Courier, monospace; }
summary { color: #32329f; cursor: pointer; }
`;

function introduction(releases: readonly Release[]): string {
  const count =
    releases.length === 1
      ? "There has been one version so far."
      : `There have been ${releases.length} versions so far.`;
  return `<p>${count} What breaks clients that were written for the version before makes a new major version, what else
shows on the wire a new minor one. The changes are found by comparing the documents of both versions.</p>`;
}

function section({ version, date, since, changes }: Release): string {
  const heading = `<h2 id="${escapeHtml(version)}">${escapeHtml(version)} <time datetime="${escapeHtml(date)}">${escapeHtml(date)}</time></h2>`;
  if (since === null) return `${heading}\n<p>The first version, so that there is none to compare it with.</p>`;
  if (changes.length === 0)
    return `${heading}\n<p>Nothing that the document tells has changed since ${escapeHtml(since)}.</p>`;
  return [heading, `<p>Since ${escapeHtml(since)}:</p>`, ...effects.map((effect) => group(effect, changes))].join("\n");
}

const effects: readonly Effect[] = ["breaking", "compatible", "documentation"];

function group(effect: Effect, changes: readonly Change[]): string {
  const some = changes.filter((change) => change.effect === effect);
  if (some.length === 0) return "";
  const items = some.map((change) => `<li class="${effect}">${sentence(change)}</li>`);
  return `<h3>${headings[effect]}</h3>\n<ul>\n${items.join("\n")}\n</ul>`;
}

function sentence({ places, what, effect, why }: Change): string {
  const reason = effect === "documentation" ? "" : `: ${escapeHtml(why)}`;
  const shown = places.slice(0, mostPlaces);
  const rest = places.length - shown.length;
  const where = rest === 0 ? listed(shown) : `${listed(shown)} and ${rest} more`;
  const all = rest === 0 ? "" : `\n<details><summary>All ${places.length} places</summary>${listed(places)}</details>`;
  return `${where}: ${marked(what)}${reason}.${all}`;
}

function listed(places: readonly string[]): string {
  return places.map((place) => `<code>${escapeHtml(place)}</code>`).join(", ");
}

/** What stands between backticks becomes code. */
function marked(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
