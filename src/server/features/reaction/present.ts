import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { type AuthorColumns, presentAuthor } from "../account/author.ts";

/** A reaction to a comment, with its member. */
export interface CommentReactionRow extends AuthorColumns {
  readonly type: number;
  readonly createdAt: Date | string;
}

/** A reaction to a post, with its member. */
export interface PostReactionRow extends CommentReactionRow {
  /** 0 and 1 on SQLite. */
  readonly isModified: boolean | number;
}

export function presentPostReaction(row: PostReactionRow): Presented<"Reaction"> {
  // The spread comes last: see PERFORMANCE.md, object spread.
  return { isModified: Boolean(row.isModified), ...presentCommentReaction(row) };
}

export function presentCommentReaction(row: CommentReactionRow): Presented<"CommentReaction"> {
  return { user: presentAuthor(row), type: row.type, createdAt: timestamp(row.createdAt) };
}
