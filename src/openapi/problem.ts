import { relative } from "node:path";

/** One thing that is wrong with a document. */
export interface Problem {
  /** The file's absolute path. */
  readonly file: string;
  /** A JSON pointer (RFC 6901) as a URI fragment; undefined for text that cannot be parsed at all. */
  readonly pointer: string | undefined;
  /** Both count from 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
}

/** A document that no code can be generated from. Its message has one line a problem, with file, line and pointer. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  readonly problems: readonly Problem[];
  /** Every file that was read or looked for, by its absolute path. */
  readonly files: readonly string[];

  constructor(problems: readonly Problem[], files: readonly string[]) {
    super(problems.map(describe).join("\n"));
    this.problems = problems;
    this.files = files;
  }
}

function describe({ file, pointer, line, column, message }: Problem): string {
  const shortest = relative(process.cwd(), file);
  const name = shortest.startsWith("..") ? file : shortest;
  const place = line === undefined ? name : `${name}:${line}:${column ?? 1}`;
  return pointer === undefined ? `${place}: ${message}` : `${place} ${pointer}: ${message}`;
}
