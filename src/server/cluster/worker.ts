import process from "node:process";
import { setTimeout } from "node:timers";
import { databaseErrorMessage } from "../database/errors.ts";
import { createIpcChannel, type IpcChannel } from "./ipc-channel.ts";

/** A worker that failed exits after this time, unless the primary has ended it before. */
const exitDelayMs = 2000;

interface RunningServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves until the primary sends `stop`. Reports an error at start or stop to the primary. */
export async function runWorker(serve: (primary: IpcChannel) => Promise<RunningServer>): Promise<void> {
  const primary = connectToPrimary();
  let isStopping = false;
  let server: RunningServer | undefined;

  async function stop(): Promise<void> {
    isStopping = true;
    await server?.stop();
    process.exit(0);
  }
  function fail(error: unknown): void {
    primary.send("failed", databaseErrorMessage(error));
    setTimeout(() => process.exit(1), exitDelayMs);
  }

  primary.on("stop", () => void stop().catch(fail));
  try {
    server = await serve(primary);
    if (isStopping) await stop();
    primary.send("ready", server.port);
  } catch (error) {
    fail(error);
  }
}

/**
 * The worker ignores SIGTERM and SIGINT, which terminals and service managers send to every process of the server: the primary
 * handles them and sends `stop`. If the primary dies, `node:cluster` ends the worker at once.
 */
function connectToPrimary(): IpcChannel {
  const channel = createIpcChannel((message) => {
    // The connection can break at any time; the end of this process follows.
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  });
  process.on("message", channel.receive);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
  return channel;
}
