/** One of the commands of `minifb`. */
export interface Command {
  readonly name: string;
  /** A one-line description for the help text. */
  readonly line: string;
  /** Its module, relative to this file and without extension. It reads `process.argv` itself. */
  readonly module: string;
}

/** In the order of the help text. */
export const commands: readonly Command[] = [
  { name: "start", line: "serves the API, its documentation and the frontend", module: "../server/main" },
  { name: "dev", line: "serves the same, and restarts when the code or openapi.yaml changes", module: "./dev" },
  { name: "demo", line: "fills the database with members, posts, comments and reactions", module: "./demo" },
  { name: "mock", line: "answers from the examples of a document, without a backend", module: "./mock" },
  { name: "admin", line: "manages admins, who may use the back office", module: "./admin" },
  { name: "migrate", line: "applies or reverts database migrations", module: "./migrate" },
  { name: "check-counters", line: "compares every counter with what counting gives", module: "./check-counters" },
  { name: "contract", line: "checks whether a server implements the API", module: "./contract" },
  { name: "client", line: "builds the client package", module: "./client" },
  {
    name: "codegen",
    line: "generates types, handler interfaces and routes from a document",
    module: "../codegen/main",
  },
  { name: "new", line: "writes the skeletons of a new operation", module: "./new" },
  { name: "spec-diff", line: "lists API changes, and whether they break clients", module: "./spec-diff" },
];

/** The name with the smallest edit distance to the typed one, if that is small. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const ranked = names.map((name) => ({ name, distance: distanceOf(typed.toLowerCase(), name) }));
  const [best] = ranked.sort((a, b) => a.distance - b.distance);
  return best && best.distance <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** The Levenshtein distance of two texts. */
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
