import type { ContractClient } from "../../src/contract/client.ts";
import { SpecViolation } from "../../src/contract/violation.ts";

/** The writes that a server has acknowledged to one client, to compare with the database after the server was killed. */
export interface Ledger {
  /** Acknowledged posts with their text. */
  readonly posts: Map<number, string>;
  readonly deletedPosts: Set<number>;
  readonly comments: Set<number>;
  readonly deletedComments: Set<number>;
  /** The last acknowledged reaction to the shared post and, after a request without an answer, the one that it may have become. */
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

/** Sends one write after another, and records them in the ledger, until the server is unreachable. */
export async function write(me: ContractClient, postId: number, ledger: Ledger): Promise<void> {
  // In this order each deletion has something to delete.
  const actions = [react, comment, post, react, uncomment, comment, withdraw, unpost, react, post];
  for (let round = 0; ; round++) {
    const action = actions[round % actions.length];
    try {
      await action?.(me, postId, ledger, round);
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      ledger.unanswered++;
      return;
    }
    ledger.acknowledged++;
  }
}

/** Whether the connection was refused, or closed before the answer was complete. */
function isUnreachable(error: unknown): boolean {
  return error instanceof SpecViolation && error.cause instanceof TypeError && error.answer === undefined;
}

type Action = (me: ContractClient, postId: number, ledger: Ledger, round: number) => Promise<void>;

const react: Action = async (me, postId, ledger, round) => {
  const type = (round % 5) + 1;
  ledger.reactions = [...ledger.reactions, type];
  await me.call("reactToPost", 201, { path: { postId }, body: { type } });
  ledger.reactions = [type];
};

const withdraw: Action = async (me, postId, ledger) => {
  ledger.reactions = [...ledger.reactions, null];
  await me.call("unreactToPost", 200, { path: { postId } });
  ledger.reactions = [null];
};

const comment: Action = async (me, postId, ledger, round) => {
  const { body } = await me.call("createComment", 201, { path: { postId }, body: { content: `Comment ${round}` } });
  ledger.comments.add(body.id);
};

const uncomment: Action = async (me, postId, ledger) => {
  const [commentId] = ledger.comments;
  if (commentId === undefined) return;
  ledger.comments.delete(commentId);
  await me.call("deleteComment", 200, { path: { postId, commentId } });
  ledger.deletedComments.add(commentId);
};

const post: Action = async (me, _postId, ledger, round) => {
  const content = `Post ${round}`;
  const { body } = await me.call("createPost", 201, { body: { content } });
  ledger.posts.set(body.id, content);
};

const unpost: Action = async (me, _postId, ledger) => {
  const [oldest] = ledger.posts.keys();
  if (oldest === undefined) return;
  ledger.posts.delete(oldest);
  await me.call("deletePost", 200, { path: { postId: oldest } });
  ledger.deletedPosts.add(oldest);
};
