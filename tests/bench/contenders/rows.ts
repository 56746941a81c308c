import pg from "pg";
import { rfc3339 } from "./validation.ts";

/** Ids as numbers, times as RFC 3339 text without creating a `Date`. */
export const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, rfc3339);

interface AuthorRow {
  readonly author_id: string;
  readonly name: string;
  readonly nickname: string | null;
}

interface CountsRow {
  readonly reaction_count_1: number;
  readonly reaction_count_2: number;
  readonly reaction_count_3: number;
  readonly reaction_count_4: number;
  readonly reaction_count_5: number;
}

export interface PostRow extends AuthorRow, CountsRow {
  readonly id: number;
  readonly content: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly comment_count: number;
  readonly my_reaction: number | null;
}

export interface CommentRow extends AuthorRow, CountsRow {
  readonly id: number;
  readonly post_id: number;
  readonly content: string;
  readonly is_modified: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly my_reaction: number | null;
}

export interface NotificationRow extends AuthorRow {
  readonly id: number;
  readonly type: number;
  readonly post_id: number;
  readonly is_read: boolean;
  readonly created_at: string;
  readonly unread_count: number;
}

/** A row of an outer join without a match. */
export interface NoRow {
  readonly id: null;
}

export interface WriterRow {
  readonly id: number;
  readonly name: string;
  readonly nickname: string | null;
}

export interface ReactionRow {
  readonly name: string;
  readonly nickname: string | null;
  readonly is_modified: boolean;
  readonly created_at: string | null;
}

const author = (row: AuthorRow) => ({ id: row.author_id, name: row.name, nickname: row.nickname });

const counts = (row: CountsRow) => ({
  "1": row.reaction_count_1,
  "2": row.reaction_count_2,
  "3": row.reaction_count_3,
  "4": row.reaction_count_4,
  "5": row.reaction_count_5,
});

const noCounts = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };

export const presentPost = (row: PostRow) => ({
  id: row.id,
  owner: author(row),
  content: row.content,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  commentCount: row.comment_count,
  reactionCounts: counts(row),
  myReaction: row.my_reaction,
});

export const presentComment = (row: CommentRow) => ({
  id: row.id,
  postId: row.post_id,
  owner: author(row),
  content: row.content,
  isModified: row.is_modified,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  reactionCounts: counts(row),
  myReaction: row.my_reaction,
});

export const presentNotification = (row: NotificationRow) => ({
  id: row.id,
  type: row.type,
  actor: author(row),
  postId: row.post_id,
  isRead: row.is_read,
  createdAt: row.created_at,
});

export function newPost({ id, name, nickname }: WriterRow, userId: string, content: string, now: Date) {
  const at = now.toISOString();
  return {
    id,
    owner: { id: userId, name, nickname },
    content,
    createdAt: at,
    updatedAt: at,
    commentCount: 0,
    reactionCounts: noCounts,
    myReaction: null,
  };
}

export function newComment(writer: WriterRow, postId: number, userId: string, content: string, now: Date) {
  const { id, owner, createdAt, updatedAt, reactionCounts, myReaction } = newPost(writer, userId, content, now);
  return { id, postId, owner, content, isModified: false, createdAt, updatedAt, reactionCounts, myReaction };
}

export function newReaction(row: ReactionRow, userId: string, type: number, now: Date) {
  return {
    user: { id: userId, name: row.name, nickname: row.nickname },
    type,
    createdAt: row.created_at ?? now.toISOString(),
    isModified: row.is_modified,
  };
}
