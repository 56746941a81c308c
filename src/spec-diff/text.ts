import type { Change, Effect } from "./change.ts";
import type { Versions } from "./version.ts";
import { count } from "./words.ts";

const headings: Readonly<Record<Effect, string>> = {
  breaking: "Breaks clients",
  compatible: "Compatible",
  documentation: "Documentation only",
};

const maxShownLocations = 3;

/** The comparison as text for a terminal: changes grouped by effect, and the version that they require. */
export function comparisonText(changes: readonly Change[], versions: Versions): string {
  const groups = (["breaking", "compatible", "documentation"] as const).flatMap((effect) => {
    const some = changes.filter((change) => change.effect === effect);
    return some.length === 0
      ? []
      : [`${headings[effect]} (${some.length})`, ...some.map((each) => `  ${line(each)}`), ""];
  });
  return [...groups, verdict(changes, versions)].join("\n");
}

function line(change: Change): string {
  const why = change.effect === "documentation" ? "" : `: ${change.why}`;
  return `${locationsText(change.locations)}: ${change.what}${why}`;
}

/** "GET /post, POST /post, GET /post/{postId} and 4 more" */
export function locationsText(locations: readonly string[]): string {
  const shown = locations.length <= maxShownLocations + 1 ? locations : locations.slice(0, maxShownLocations);
  const rest = locations.length - shown.length;
  return rest === 0 ? shown.join(", ") : `${shown.join(", ")} and ${rest} more`;
}

function verdict(changes: readonly Change[], { before, after, step, suggested, isEnough }: Versions): string {
  if (step === "none") return `Nothing has changed since ${before}.`;
  const changed = `${count(changes.length, "change")} since ${before}`;
  if (isEnough) return `${changed}: version ${after} is sufficient.`;
  return `${changed}: info.version is ${after} and ${step === "major" ? "must" : "should"} be ${suggested} at least.`;
}
