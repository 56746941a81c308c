import { statSync, watchFile } from "node:fs";
import { DocumentError } from "../openapi/problem.ts";

/** In milliseconds. */
const interval = 200;

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
      const began = Date.now();
      try {
        for (const file of await build()) follow(file, began);
      } catch (error) {
        if (!(error instanceof DocumentError)) throw error;
        report(error.message);
        for (const file of error.files) follow(file, began);
      }
    }
    running = false;
  };
  const follow = (file: string, readAt: number): void => {
    if (watched.has(file)) return;
    watched.add(file);
    watchFile(file, { interval }, run);
    // The watcher compares with what it finds at its first look; a change between the reading and that look is found here.
    setTimeout(() => {
      const changed = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      if (changed > readAt) void run();
    }, 2 * interval);
  };

  follow(first, Date.now());
  await run();
}
