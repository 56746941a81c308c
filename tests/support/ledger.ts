import type { ContractClient } from "../../src/contract/client.ts";
import { SpecViolation } from "../../src/contract/violation.ts";

/** What one client was told by a server that may be killed at any time. */
export interface Ledger {
  /** Acknowledged posts with their text. */
  readonly posts: Map<number, string>;
  readonly deletedPosts: Set<number>;
  readonly comments: Set<number>;
  readonly deletedComments: Set<number>;
  /** The reaction to the shared post as acknowledged last; after a request without an answer, what it may have become too. */
  reactions: (number | null)[];
  acknowledged: number;
  unanswered: number;
}

export interface Writer {
  readonly id: string;
  readonly token: string;
  readonly ledger: Ledger;
}

export function emptyLedger(): Ledger {
  return {
    posts: new Map(),
    deletedPosts: new Set(),
    comments: new Set(),
    deletedComments: new Set(),
    reactions: [null],
    acknowledged: 0,
    unanswered: 0,
  };
}

/** Writes one thing after another, and keeps book, until the server is gone. */
export async function write(me: ContractClient, postId: number, ledger: Ledger): Promise<void> {
  // Whatever is taken away was made before.
  const acts = [react, comment, post, react, uncomment, comment, withdraw, unpost, react, post];
  for (let round = 0; ; round++) {
    const act = acts[round % acts.length];
    try {
      await act?.(me, postId, ledger, round);
    } catch (error) {
      if (!isGone(error)) throw error;
      ledger.unanswered++;
      return;
    }
    ledger.acknowledged++;
  }
}

/** Whether the connection was refused or broke, before or within the answer. */
function isGone(error: unknown): boolean {
  return error instanceof SpecViolation && error.cause instanceof TypeError && error.answer === undefined;
}

type Act = (me: ContractClient, postId: number, ledger: Ledger, round: number) => Promise<void>;

const react: Act = async (me, postId, ledger, round) => {
  const type = (round % 5) + 1;
  ledger.reactions = [...ledger.reactions, type];
  await me.call("reactToPost", 201, { path: { postId }, body: { type } });
  ledger.reactions = [type];
};

const withdraw: Act = async (me, postId, ledger) => {
  ledger.reactions = [...ledger.reactions, null];
  await me.call("unreactToPost", 200, { path: { postId } });
  ledger.reactions = [null];
};

const comment: Act = async (me, postId, ledger, round) => {
  const { body } = await me.call("createComment", 201, { path: { postId }, body: { content: `Comment ${round}` } });
  ledger.comments.add(body.id);
};

const uncomment: Act = async (me, postId, ledger) => {
  const [commentId] = ledger.comments;
  if (commentId === undefined) return;
  ledger.comments.delete(commentId);
  await me.call("deleteComment", 200, { path: { postId, commentId } });
  ledger.deletedComments.add(commentId);
};

const post: Act = async (me, _postId, ledger, round) => {
  const content = `Post ${round}`;
  const { body } = await me.call("createPost", 201, { body: { content } });
  ledger.posts.set(body.id, content);
};

const unpost: Act = async (me, _postId, ledger) => {
  const [oldest] = ledger.posts.keys();
  if (oldest === undefined) return;
  ledger.posts.delete(oldest);
  await me.call("deletePost", 200, { path: { postId: oldest } });
  ledger.deletedPosts.add(oldest);
};
