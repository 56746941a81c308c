const cleanups: (() => unknown)[] = [];
let isShuttingDown = false;

/** Registers a cleanup for SIGINT and SIGTERM. Cleanups run in reverse order, then the process exits. */
export function onInterrupt(cleanup: () => unknown): void {
  if (cleanups.length === 0) for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, shutDown);
  cleanups.unshift(cleanup);
}

async function shutDown(signal: NodeJS.Signals): Promise<void> {
  if (isShuttingDown) return;
  isShuttingDown = true;
  console.error(`\n${signal}: stopping all started processes`);
  for (const cleanup of cleanups) await Promise.resolve(cleanup()).catch((error: unknown) => console.error(error));
  process.exit(130);
}
