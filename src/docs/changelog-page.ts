import type { Change, Effect } from "../spec-diff/change.ts";
import type { Release } from "../spec-diff/changelog.ts";
import { escapeHtml } from "./html.ts";
import { article } from "./page.ts";

const headings: Readonly<Record<Effect, string>> = {
  breaking: "Breaks clients",
  compatible: "Compatible",
  documentation: "Documentation only",
};

const maxShownLocations = 3;

/**
 * What changed in the API from version to version, as a page without scripts.
 * @param releases newest first
 */
export function changelogPage(title: string, releases: readonly Release[]): string {
  return article({
    title: `What changed in the ${title} API`,
    path: "/docs/changelog",
    content: `<h1>What changed in the ${escapeHtml(title)} API</h1>
${introduction(releases)}
${releases.map(section).join("\n")}`,
  });
}

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

function sentence({ locations, what, effect, why }: Change): string {
  const reason = effect === "documentation" ? "" : `: ${escapeHtml(why)}`;
  const shown = locations.slice(0, maxShownLocations);
  const rest = locations.length - shown.length;
  const where = rest === 0 ? listed(shown) : `${listed(shown)} and ${rest} more`;
  const all =
    rest === 0 ? "" : `\n<details><summary>All ${locations.length} locations</summary>${listed(locations)}</details>`;
  return `${where}: ${marked(what)}${reason}.${all}`;
}

function listed(locations: readonly string[]): string {
  return locations.map((location) => `<code>${escapeHtml(location)}</code>`).join(", ");
}

/** What stands between backticks becomes code. */
function marked(text: string): string {
  return escapeHtml(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}
