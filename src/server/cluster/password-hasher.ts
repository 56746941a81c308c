import { needsRehash } from "../crypto/password-hash.ts";
import { HasherBusy, type PasswordHasher } from "../crypto/password-hasher.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import type { HashJob, HashResult } from "./messages.ts";

/** A worker's hasher. The primary does the hashing, so that one queue and its threads serve all workers. */
export function createRemoteHasher(primary: IpcChannel, iterations: number): PasswordHasher {
  async function run(job: HashJob) {
    const result = await primary.request("hashPassword", job);
    if ("retryAfter" in result) throw new HasherBusy(result.retryAfter);
    return result.reply;
  }
  return {
    hash: async (password) => String(await run({ password })),
    verify: async (password, stored) => (await run({ password, stored: stored ?? null })) === true,
    needsRehash: (stored) => needsRehash(stored, iterations),
    close: () => Promise.resolve(),
  };
}

/** The primary's handler. */
export function handleHashJobs(hasher: PasswordHasher): (job: HashJob) => Promise<HashResult> {
  return async ({ password, stored }) => {
    try {
      if (stored === undefined) return { reply: await hasher.hash(password) };
      return { reply: await hasher.verify(password, stored ?? undefined) };
    } catch (error) {
      if (error instanceof HasherBusy) return { retryAfter: error.retryAfter };
      throw error;
    }
  };
}
