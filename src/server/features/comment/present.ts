import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { type AuthorColumns, presentAuthor } from "../account/author.ts";
import { presentReactionCounts, type ReactionCounters } from "../reaction/counts.ts";

/** A comment as this feature's queries read it, with its owner and the viewer's reaction. */
export interface CommentRow extends AuthorColumns, ReactionCounters {
  readonly id: number;
  readonly postId: number;
  readonly content: string;
  /** 0 and 1 on SQLite. */
  readonly isModified: boolean | number;
  readonly createdAt: Date | string;
  readonly updatedAt: Date | string;
  readonly myReaction: number | null;
}

export function presentComment(row: CommentRow): Presented<"Comment"> {
  return {
    id: row.id,
    postId: row.postId,
    owner: presentAuthor(row),
    content: row.content,
    isModified: Boolean(row.isModified),
    createdAt: timestamp(row.createdAt),
    updatedAt: timestamp(row.updatedAt),
    reactionCounts: presentReactionCounts(row),
    myReaction: row.myReaction,
  };
}
