import { needsRehash } from "../features/account/password-hash.ts";
import { HasherBusy, type PasswordHasher } from "../features/account/password-hasher.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import type { HashJob, HashResult } from "./messages.ts";

/** A hasher that has the primary hash, so that one queue and its threads serve all workers. */
export function remoteHasher(primary: IpcChannel, iterations: number): PasswordHasher {
  async function ask(question: HashJob) {
    const answer = await primary.request("hash", question);
    if ("retryAfter" in answer) throw new HasherBusy(answer.retryAfter);
    return answer.reply;
  }
  return {
    hash: async (password) => String(await ask({ password })),
    verify: async (password, stored) => (await ask({ password, stored: stored ?? null })) === true,
    needsRehash: (stored) => needsRehash(stored, iterations),
    close: () => Promise.resolve(),
  };
}

/** The primary's part. */
export function handleHashJobs(hasher: PasswordHasher): (question: HashJob) => Promise<HashResult> {
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
