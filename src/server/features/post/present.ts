import { timestamp } from "../../database/timestamp.ts";
import type { Presented } from "../../http/response/presented.ts";
import { type AuthorColumns, presentAuthor } from "../account/author.ts";
import { presentReactionCounts, type ReactionCounters } from "../reaction/counts.ts";

/** A post as this feature's queries read it, with its owner and the viewer's reaction. */
export interface PostRow extends AuthorColumns, ReactionCounters {
  readonly id: number;
  readonly content: string;
  readonly commentCount: number;
  readonly createdAt: Date | string;
  readonly updatedAt: Date | string;
  readonly myReaction: number | null;
}

export function presentPost(row: PostRow): Presented<"Post"> {
  return {
    id: row.id,
    owner: presentAuthor(row),
    content: row.content,
    createdAt: timestamp(row.createdAt),
    updatedAt: timestamp(row.updatedAt),
    commentCount: row.commentCount,
    reactionCounts: presentReactionCounts(row),
    myReaction: row.myReaction,
  };
}
