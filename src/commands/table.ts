/** One of the commands of `minifb`. */
export interface Command {
  readonly name: string;
  /** What it does, to be read after its name. */
  readonly line: string;
  /** Its file from here, without an extension; it reads the arguments itself. */
  readonly module: string;
}

/** In the order in which one may come to need them. */
export const commands: readonly Command[] = [
  { name: "start", line: "serves the API, its documentation and the frontend", module: "../server/main" },
  { name: "dev", line: "the same, and starts again whenever the code or openapi.yaml changes", module: "./dev" },
  { name: "demo", line: "fills the database with members, posts, comments and reactions", module: "./demo" },
  { name: "mock", line: "answers from the examples of a document, without any backend", module: "./mock" },
  { name: "admin", line: "decides who may use the back office", module: "./admin" },
  { name: "migrate", line: "brings the database's tables up to date, or back", module: "./migrate" },
  { name: "contract", line: "tells whether a server keeps the guideline, and why not", module: "./contract" },
  { name: "client", line: "makes the client package", module: "./client" },
  { name: "codegen", line: "makes types, handler interfaces and routes of a document", module: "../codegen/main" },
  { name: "spec-diff", line: "says what changed in the API, and whether it breaks clients", module: "./spec-diff" },
];

/** The name that is nearest to what was typed, where one is near at all. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: distanceOf(typed.toLowerCase(), name) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** How many letters must be put in, left out or replaced to get from one text to the other (Levenshtein 1966). */
function distanceOf(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
