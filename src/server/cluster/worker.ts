import process from "node:process";
import { setTimeout } from "node:timers";
import { databaseErrorMessage } from "../database/errors.ts";
import { createIpcChannel, type IpcChannel } from "./ipc-channel.ts";

/** In milliseconds, until a worker that cannot start ends by itself. */
const mostToBeHeard = 2000;

interface Serving {
  readonly port: number;
  stop(): Promise<void>;
}

/** Serves for as long as the primary wants it; what keeps it from that is for the primary to tell. */
export async function runWorker(serve: (primary: IpcChannel) => Promise<Serving>): Promise<void> {
  const primary = linkToPrimary();
  let isStopping = false;
  let serving: Serving | undefined;

  async function stop(): Promise<void> {
    isStopping = true;
    await serving?.stop();
    process.exit(0);
  }
  /** The primary ends whoever has failed, once it knows. */
  function fail(fault: unknown): void {
    primary.send("failed", databaseErrorMessage(fault));
    setTimeout(() => process.exit(1), mostToBeHeard);
  }

  primary.on("stop", () => void stop().catch(fail));
  try {
    serving = await serve(primary);
    if (isStopping) await stop();
    primary.send("ready", serving.port);
  } catch (fault) {
    fail(fault);
  }
}

/**
 * A worker's link to the primary. Signals are for the primary, which tells its workers; a terminal and a service manager
 * send them to every process of the server. Without the primary a worker is ended at once, which `node:cluster` does.
 */
function linkToPrimary(): IpcChannel {
  const link = createIpcChannel((message) => {
    // A channel may break at any time; the end of this process follows.
    if (process.connected) process.send?.(message, undefined, undefined, () => {});
  });
  process.on("message", link.receive);
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => {});
  return link;
}
