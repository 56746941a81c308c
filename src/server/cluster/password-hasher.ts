import { needsRehash } from "../features/account/password-hash.ts";
import { type Hasher, HasherBusy } from "../features/account/password-hasher.ts";
import type { Link } from "./ipc-channel.ts";
import type { PasswordAnswer, PasswordQuestion } from "./messages.ts";

/** A hasher that has the primary hash, so that one queue and its threads serve all workers. */
export function hasherOf(primary: Link, iterations: number): Hasher {
  async function ask(question: PasswordQuestion) {
    const answer = await primary.ask("hash", question);
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
export function answerHashes(hasher: Hasher): (question: PasswordQuestion) => Promise<PasswordAnswer> {
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
