import { getLineColLocation, type NormalizedProblem, YamlParseError } from "@redocly/openapi-core";
import type { Problem } from "../problem.ts";

/** Says where each problem is, once for each place and message, in the order they were found. */
export function toProblems(found: readonly NormalizedProblem[]): readonly Problem[] {
  const problems = found.map(({ message, location: [location] }): Problem => {
    if (!location) return { file: "", pointer: undefined, line: undefined, column: undefined, message };
    const { start } = getLineColLocation(location);
    return {
      file: location.source.absoluteRef,
      pointer: location.pointer ?? undefined,
      line: start.line,
      column: start.col,
      message: firstLine(message),
    };
  });
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return [...unique.values()];
}

/** A file that cannot be read or parsed at all. */
export function toProblem(error: Error, file: string): Problem {
  if (error instanceof YamlParseError) {
    return {
      file: error.source.absoluteRef,
      pointer: undefined,
      line: error.line,
      column: error.col,
      message: firstLine(error.message),
    };
  }
  return { file, pointer: undefined, line: undefined, column: undefined, message: firstLine(error.message) };
}

/** The linter draws the text around a place below its message; the place itself says enough. */
function firstLine(message: string): string {
  return message.split("\n", 1)[0] ?? message;
}
