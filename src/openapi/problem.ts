import { relative } from "node:path";

/** One error in a document. */
export interface DocumentProblem {
  /** The file's absolute path. */
  readonly file: string;
  /** A JSON pointer (RFC 6901) as a URI fragment; undefined for text that cannot be parsed. */
  readonly pointer: string | undefined;
  /** Both count from 1. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly message: string;
}

/** An invalid document. The message has a line for each problem, with file, line, column and pointer. */
export class DocumentError extends Error {
  override readonly name = "DocumentError";
  readonly problems: readonly DocumentProblem[];
  /** The absolute path of every file that was read or is missing. */
  readonly files: readonly string[];

  constructor(problems: readonly DocumentProblem[], files: readonly string[]) {
    super(problems.map(describe).join("\n"));
    this.problems = problems;
    this.files = files;
  }
}

function describe({ file, pointer, line, column, message }: DocumentProblem): string {
  const relativePath = relative(process.cwd(), file);
  const name = relativePath.startsWith("..") ? file : relativePath;
  const position = line === undefined ? name : `${name}:${line}:${column ?? 1}`;
  return pointer === undefined ? `${position}: ${message}` : `${position} ${pointer}: ${message}`;
}
