import { statSync, watchFile } from "node:fs";
import { DocumentError } from "../openapi/problem.ts";

const intervalMs = 200;

/**
 * Runs `build` now and after each change of a file that it read. Problems of the document are reported and do not end the watch.
 * @param build returns the files that it read
 */
export async function watch(
  first: string,
  build: () => Promise<readonly string[]>,
  report: (text: string) => void,
): Promise<void> {
  const watched = new Set<string>();
  let running = false;
  let isStale = false;

  const run = async (): Promise<void> => {
    isStale = true;
    if (running) return;
    running = true;
    while (isStale) {
      isStale = false;
      const startedAt = Date.now();
      try {
        for (const file of await build()) follow(file, startedAt);
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        report(error.message);
        for (const file of error.files) follow(file, startedAt);
      }
    }
    running = false;
  };
  const follow = (file: string, readAt: number): void => {
    if (watched.has(file)) return;
    watched.add(file);
    watchFile(file, { interval: intervalMs }, run);
    // `watchFile` compares with the state at its first poll. This finds a change between the read and that poll.
    setTimeout(() => {
      const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (changed > readAt) void run();
    }, 2 * intervalMs);
  };

  follow(first, Date.now());
  await run();
}
