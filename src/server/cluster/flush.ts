import type { IpcChannel } from "./ipc-channel.ts";

interface Flushable {
  flush(): Promise<void>;
}

/** Flushes this worker's buffers when the primary requests it; the returned object flushes those of all workers. */
export function flushAllWorkers(buffers: readonly Flushable[], primary: IpcChannel): Flushable {
  primary.handle("flush", async () => {
    await Promise.all(buffers.map((buffer) => buffer.flush()));
    return null;
  });
  return {
    async flush() {
      await primary.request("flush", null);
    },
  };
}
