import { appendFileSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One answer that a server gave and that passed its checks. */
export interface Seen {
  readonly operationId: string;
  readonly status: number;
  /** Null where the answer had no content. */
  readonly mediaType: string | null;
}

const folder = process.env.COVERAGE_DIR;
const known = new Set<string>();

/** Appends to a file of this process in `COVERAGE_DIR`; each kind of answer once. Does nothing where that is not set. */
export function recordAnswer(operationId: string, status: number, mediaType: string | undefined): void {
  if (!folder) return;
  const seen: Seen = { operationId, status, mediaType: mediaType ?? null };
  const line = `${JSON.stringify(seen)}\n`;
  if (known.has(line)) return;
  known.add(line);
  mkdirSync(folder, { recursive: true });
  appendFileSync(join(folder, `${process.pid}.jsonl`), line);
}

/** Everything that the test processes of a run wrote into `from`. */
export function readSeen(from: string): Seen[] {
  return readdirSync(from)
    .filter((name) => name.endsWith(".jsonl"))
    .flatMap((name) => readFileSync(join(from, name), "utf8").trimEnd().split("\n"))
    .map((line): Seen => JSON.parse(line));
}
