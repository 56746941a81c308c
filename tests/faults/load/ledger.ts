/**
 * `acknowledged`: the server answered 201. `refused`: the last response says that nothing was written. `unknown`: no response, or
 * a status that leaves the outcome open (500, 504).
 */
export type WriteState = "acknowledged" | "refused" | "unknown";

export interface WriteEntry {
  readonly table: "posts" | "comments";
  /** Unique, so that duplicates can be counted in the database. */
  readonly content: string;
  readonly owner: string;
  readonly postId?: number;
  /** The post of a comment. */
  readonly post?: WriteEntry;
  state: WriteState;
  /** The status or the network error of the last attempt. */
  cause: string;
  /** The id in the 201. */
  id?: number;
  deletion?: WriteState;
}

export interface ReactionEntry {
  readonly postId: number;
  readonly userId: string;
  readonly type: number;
  state: WriteState;
  cause: string;
}

/** Every write that the clients sent, with what they know about its outcome. */
export interface Ledger {
  readonly writes: WriteEntry[];
  readonly reactions: ReactionEntry[];
  acknowledged: number;
}

export function createLedger(): Ledger {
  return { writes: [], reactions: [], acknowledged: 0 };
}
