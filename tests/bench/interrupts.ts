const cleanups: (() => unknown)[] = [];
let isEnding = false;

/** What is to be done before Ctrl+C, or a request to end, ends the process. The last that was named comes first. */
export function beforeInterruption(cleanup: () => unknown): void {
  if (cleanups.length === 0) for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, end);
  cleanups.unshift(cleanup);
}

async function end(signal: NodeJS.Signals): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  console.error(`\n${signal}: ending what was started`);
  for (const cleanup of cleanups) await Promise.resolve(cleanup()).catch((error: unknown) => console.error(error));
  process.exit(130);
}
