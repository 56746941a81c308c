import type { IpcChannel } from "./ipc-channel.ts";

interface Recorder {
  flush(): Promise<void>;
}

/** Answers to the primary for a worker's recorders; the one that it returns has those of all workers flushed. */
export function flushAllWorkers(recorders: readonly Recorder[], primary: IpcChannel): Recorder {
  primary.handle("flush", async () => {
    await Promise.all(recorders.map((recorder) => recorder.flush()));
    return null;
  });
  return {
    async flush() {
      await primary.request("flush", null);
    },
  };
}
