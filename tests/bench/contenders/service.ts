import pg from "pg";
import { createCursors } from "./cursors.ts";
import { type Environment, poolSize } from "./environment.ts";
import { startSession, verifyPassword } from "./login.ts";
import {
  type CommentRow,
  type NoRow,
  type NotificationRow,
  newComment,
  newPost,
  newReaction,
  type PostRow,
  presentComment,
  presentNotification,
  presentPost,
  type ReactionRow,
  types,
  type WriterRow,
} from "./rows.ts";
import * as sql from "./statements.ts";
import { defaultLimit, maxId, postTotalName, randomShard } from "./validation.ts";

export interface PageQuery {
  readonly limit?: number;
  readonly cursor?: string;
}

export interface ServiceResult {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

type Value = string | number | Date;

const badRequest: ServiceResult = { status: 400, body: { result: "Bad Request", hint: "The request is invalid" } };
const noContent: ServiceResult = { status: 204 };

/** The operations for the contenders with a framework: one prepared statement of `pg` per request. */
export function createService({ databaseUrl, secret }: Environment) {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
  const cursors = createCursors(secret);

  async function query<R extends pg.QueryResultRow>(name: string, text: string, values: Value[]): Promise<R[]> {
    return (await pool.query<R>({ name, text, values, types })).rows;
  }

  function page<R extends { readonly id: number }, Item>(
    list: string,
    limit: number,
    rows: readonly R[],
    present: (row: R) => Item,
  ) {
    const items = rows.slice(0, limit).map(present);
    const last = rows[limit - 1];
    if (rows.length <= limit || !last) return { headers: {}, body: { items, nextCursor: null } };
    const nextCursor = cursors.encode(list, last.id);
    return {
      headers: { Link: `<${list}?limit=${limit}&cursor=${nextCursor}>; rel="next"` },
      body: { items, nextCursor },
    };
  }

  function start(list: string, { limit = defaultLimit, cursor }: PageQuery, firstPage: number) {
    const after = cursor === undefined ? firstPage : cursors.decode(list, cursor);
    return after === undefined ? undefined : { limit, after };
  }

  async function noPost(postId: number): Promise<ServiceResult> {
    const rows = await query("postExists", sql.postExists, [postId]);
    if (rows.length > 0) return badRequest;
    return { status: 404, body: { result: "Not Found", hint: `There is no post ${postId}` } };
  }

  return {
    async listPosts(query_: PageQuery, userId: string): Promise<ServiceResult> {
      const at = start("/post", query_, maxId);
      if (!at) return badRequest;
      const rows = await query<PostRow>(`posts${at.limit}`, sql.listPosts(at.limit + 1), [userId, at.after]);
      return { status: 200, ...page("/post", at.limit, rows, presentPost) };
    },

    async getPost(postId: number, userId: string): Promise<ServiceResult> {
      const [row] = await query<PostRow>("post", sql.getPost, [userId, postId]);
      return row ? { status: 200, body: presentPost(row) } : noContent;
    },

    async getTimeline(ownerId: string, list: string, query_: PageQuery, userId: string): Promise<ServiceResult> {
      const at = start(list, query_, maxId);
      if (!at) return badRequest;
      const values = [userId, at.after, ownerId];
      const rows = await query<PostRow | NoRow>(`timeline${at.limit}`, sql.getTimeline(at.limit + 1), values);
      if (rows.length === 0) return noContent;
      const posts = rows.filter((row) => row.id !== null);
      return { status: 200, ...page(list, at.limit, posts, presentPost) };
    },

    async listComments(postId: number, query_: PageQuery, userId: string): Promise<ServiceResult> {
      const list = `/post/${postId}/comment`;
      const at = start(list, query_, 0);
      if (!at) return badRequest;
      const values = [userId, postId, at.after];
      const rows = await query<CommentRow | NoRow>(`comments${at.limit}`, sql.listComments(at.limit + 1), values);
      if (rows.length === 0) return noContent;
      const comments = rows.filter((row) => row.id !== null);
      return { status: 200, ...page(list, at.limit, comments, presentComment) };
    },

    async listNotifications(query_: PageQuery, userId: string): Promise<ServiceResult> {
      const at = start("/notification", query_, maxId);
      if (!at) return badRequest;
      const values = [userId, at.after];
      const text = sql.listNotifications(at.limit + 1);
      const rows = await query<NotificationRow | NoRow>(`notifications${at.limit}`, text, values);
      const found = rows.filter((row) => row.id !== null);
      if (found.length === 0) return noContent;
      const { headers, body } = page("/notification", at.limit, found, presentNotification);
      return { status: 200, headers, body: { ...body, unreadCount: found[0]?.unread_count } };
    },

    async createPost(content: string, userId: string): Promise<ServiceResult> {
      const now = new Date();
      const values = [userId, content, now, postTotalName(now), randomShard()];
      const [row] = await query<WriterRow>("createPost", sql.createPost, values);
      if (!row) throw new Error("The token's member does not exist");
      return { status: 201, headers: { Location: `/post/${row.id}` }, body: newPost(row, userId, content, now) };
    },

    async createComment(postId: number, content: string, userId: string): Promise<ServiceResult> {
      const now = new Date();
      const values = [postId, userId, content, now];
      const [row] = await query<WriterRow>("createComment", sql.createComment, values);
      if (!row) return noPost(postId);
      const headers = { Location: `/post/${postId}/comment/${row.id}` };
      return { status: 201, headers, body: newComment(row, postId, userId, content, now) };
    },

    async reactToPost(postId: number, type: number, userId: string): Promise<ServiceResult> {
      const now = new Date();
      const react = () => query<ReactionRow>("reactToPost", sql.reactToPost, [postId, userId, type, now]);
      const [row] = await react().catch((error: unknown) => {
        if (error instanceof pg.DatabaseError && error.code === "23505") return react();
        throw error;
      });
      return row ? { status: 201, body: newReaction(row, userId, type, now) } : noPost(postId);
    },

    async logIn(id: string, password: string): Promise<ServiceResult> {
      const [row] = await query<{ password_hash: string; temporary_password_expires_at: string | null }>(
        "credentials",
        sql.credentials,
        [id],
      );
      if (!row || !(await verifyPassword(password, row.password_hash))) {
        return { status: 401, body: { result: "Unauthorized", hint: "The id or the password is wrong" } };
      }
      const { session, body } = startSession(secret, id, row.temporary_password_expires_at !== null);
      const { createdAt, refreshTokenHash, expiresAt } = session;
      await query("openSession", sql.openSession, [session.id, id, createdAt, refreshTokenHash, expiresAt]);
      return { status: 200, body };
    },
  };
}
