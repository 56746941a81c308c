import type { Revocations } from "../features/account/revocations.ts";
import type { IpcChannel } from "./ipc-channel.ts";

/** Has every worker learn which sessions one of them ended, before that one says so to anybody. */
export function relayRevocations(revocations: Revocations, primary: IpcChannel): Revocations {
  primary.handle("ended", async ({ ids, at }) => {
    await revocations.add(ids, new Date(at));
    return null;
  });
  return {
    ...revocations,
    async add(ids, revokedAt) {
      await revocations.add(ids, revokedAt);
      // It fails only when the primary is gone, and then so is this worker.
      await primary.request("ended", { ids, at: revokedAt.getTime() }).catch(() => null);
    },
  };
}
