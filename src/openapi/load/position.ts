import { isAlias, isNode, LineCounter, parseDocument } from "yaml";
import { toRef } from "../pointer.ts";
import type { DocumentProblem } from "../problem.ts";
import type { SourceFile } from "./read.ts";

/** A path in one of the files of a document. */
export interface SourcePosition {
  readonly file: SourceFile;
  readonly segments: readonly string[];
}

/** A problem with line and column. If the path does not exist, they are those of its nearest existing ancestor. */
export function problemAt({ file, segments }: SourcePosition, message: string): DocumentProblem {
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

/** `getIn` finds array items by number only, and numeric keys by either. */
function keyOf(segment: string): string | number {
  return /^\d+$/.test(segment) ? Number(segment) : segment;
}
