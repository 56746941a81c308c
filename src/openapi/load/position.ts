import { isAlias, isNode, LineCounter, parseDocument } from "yaml";
import { toRef } from "../pointer.ts";
import type { Problem } from "../problem.ts";
import type { SourceFile } from "./read.ts";

/** A place in one of the files that a document consists of. */
export interface SourcePosition {
  readonly file: SourceFile;
  readonly segments: readonly string[];
}

/** A problem at a place, with its line and column: those of the nearest thing around it that exists. */
export function problemAt({ file, segments }: SourcePosition, message: string): Problem {
  const start = positionOf(file, segments);
  return { file: file.path, pointer: toRef(segments), line: start?.line, column: start?.col, message };
}

function positionOf(file: SourceFile, segments: readonly string[]): { line: number; col: number } | undefined {
  const lines = new LineCounter();
  const document = parseDocument(file.text, { lineCounter: lines, merge: true, prettyErrors: false });
  for (let length = segments.length; length >= 0; length--) {
    const found = document.getIn(segments.slice(0, length).map(keyOf), true);
    const node = isAlias(found) ? found.resolve(document) : found;
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return undefined;
}

/** The YAML library finds a list's items by number, and finds keys that are numbers by text. */
function keyOf(segment: string): string | number {
  return /^\d+$/.test(segment) ? Number(segment) : segment;
}
