import { watchFile } from "node:fs";
import { DocumentError } from "./problem.ts";

/**
 * Runs `build` now and again after each change of a file it read. A document with faults is reported, and watched on.
 * @param build gives the files that it read
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
      try {
        for (const file of await build()) follow(file);
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        report(error.message);
        for (const file of error.files) follow(file);
      }
    }
    running = false;
  };
  const follow = (file: string): void => {
    if (watched.has(file)) return;
    watched.add(file);
    watchFile(file, { interval: 200 }, run);
  };

  follow(first);
  await run();
}
