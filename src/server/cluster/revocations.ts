import type { IpcChannel } from "./ipc-channel.ts";

interface SessionRevocations {
  add(sessionIds: readonly string[], revokedAt: Date): Promise<void>;
}

/** Makes `add` resolve only when all workers know that the sessions have ended, and adds what other workers send. */
export function relayRevocations<R extends SessionRevocations>(revocations: R, primary: IpcChannel): R {
  primary.handle("revokeSessions", async ({ ids, revokedAt }) => {
    await revocations.add(ids, new Date(revokedAt));
    return null;
  });
  return {
    ...revocations,
    async add(ids, revokedAt) {
      await revocations.add(ids, revokedAt);
      // It fails only when the primary is gone, and then this worker ends too.
      await primary.request("revokeSessions", { ids, revokedAt: revokedAt.getTime() }).catch(() => null);
    },
  };
}
