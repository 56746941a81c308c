/*
 * (1) Plain node:http and pg with no framework: a switch as router, prepared statements, rows as arrays, values left in
 * Postgres's text format, and JSON built by string concatenation. Tokens are verified with an HMAC and cached. No log,
 * metrics, limits or token revocation.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import pg from "pg";
import { createCursors } from "./cursors.ts";
import { host, poolSize, readEnvironment } from "./environment.ts";
import { commentJson, flag, noCounts, notificationJson, postJson, quote, type Row, time } from "./json.ts";
import { startSession, verifyPassword } from "./login.ts";
import * as sql from "./statements.ts";
import { createVerifier } from "./tokens.ts";
import {
  forbidden,
  isContent,
  isLogin,
  isReaction,
  maxId,
  parseId,
  parseLimit,
  postTotalName,
  randomShard,
} from "./validation.ts";

type Value = string | number | Date;

const { port, databaseUrl, secret } = readEnvironment();
const verify = createVerifier(secret);
const cursors = createCursors(secret);

/** No type parsers: values stay in Postgres's text format. */
const types = { getTypeParser: () => String };
const pipelined = process.env.PIPELINED === "yes";
const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
const readers = Array.from(
  { length: pipelined ? 2 : 0 },
  () => new pg.Client({ connectionString: databaseUrl, pipeline: true }),
);
let turn = 0;

async function query(name: string, text: string, values: Value[]): Promise<Row[]> {
  const { rows } = await pool.query<(string | null)[]>({ name, text, values, rowMode: "array", types });
  return rows;
}

/** With PIPELINED=yes, reads are pipelined over two connections. */
async function read(name: string, text: string, values: Value[]): Promise<Row[]> {
  const reader = readers[turn++ % 2];
  if (!reader) return query(name, text, values);
  const { rows } = await reader.query<(string | null)[]>({ name, text, values, rowMode: "array", types });
  return rows;
}

const byLimit = (text: (rows: number) => string) => Array.from({ length: 101 }, (_, limit) => text(limit + 1));
const listPosts = byLimit(sql.listPosts);
const getTimeline = byLimit(sql.getTimeline);
const listComments = byLimit(sql.listComments);
const listNotifications = byLimit(sql.listNotifications);

createServer((request, response) => {
  handle(request, response).catch((error: unknown) => {
    send(response, 500, JSON.stringify({ result: "Internal Server Error", hint: String(error) }));
  });
}).listen(port, host);

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = "" } = request;
  const mark = url.indexOf("?");
  const path = mark === -1 ? url : url.slice(0, mark);
  const [, first, second, third] = path.split("/");
  if (method === "POST" && path === "/auth/login") return logIn(request, response);
  if (method === "GET" && path === "/health") return send(response, 200, `{"status":"ok"}`);

  const member = verify(request.headers.authorization);
  if (!member) return send(response, 403, JSON.stringify(forbidden(method, path)));
  if (method === "GET") {
    const search = mark === -1 ? undefined : new URLSearchParams(url.slice(mark + 1));
    if (first === "post" && second === undefined) {
      const start = startOfPage("/post", search, maxId);
      if (!start) return badRequest(response);
      const rows = await read(`posts${start.limit}`, listPosts[start.limit] ?? "", [member.id, start.after]);
      return sendPage(response, "/post", start.limit, rows, postJson);
    }
    if (first === "timeline") {
      const list = second === undefined ? "/timeline" : `/timeline/${second}`;
      const start = startOfPage(list, search, maxId);
      if (!start) return badRequest(response);
      const owner = second === undefined ? member.id : decodeURIComponent(second);
      const values = [member.id, start.after, owner];
      const rows = await read(`timeline${start.limit}`, getTimeline[start.limit] ?? "", values);
      return rows.length === 0 ? sendNothing(response) : sendPage(response, list, start.limit, rows, postJson);
    }
    if (first === "notification" && second === undefined) {
      const start = startOfPage("/notification", search, maxId);
      if (!start) return badRequest(response);
      const text = listNotifications[start.limit] ?? "";
      const rows = await read(`notifications${start.limit}`, text, [member.id, start.after]);
      if (rows[0]?.[0] === null) return sendNothing(response);
      const more = `,"unreadCount":${rows[0]?.[8]}`;
      return sendPage(response, "/notification", start.limit, rows, notificationJson, more);
    }
    const postId = parseId(second);
    if (first !== "post" || postId === undefined) return badRequest(response);
    if (third === undefined) {
      const [row] = await read("post", sql.getPost, [member.id, postId]);
      return row ? send(response, 200, postJson(row)) : sendNothing(response);
    }
    const list = `/post/${postId}/comment`;
    const start = startOfPage(list, search, 0);
    if (third !== "comment" || !start) return badRequest(response);
    const values = [member.id, postId, start.after];
    const rows = await read(`comments${start.limit}`, listComments[start.limit] ?? "", values);
    return rows.length === 0 ? sendNothing(response) : sendPage(response, list, start.limit, rows, commentJson);
  }
  if (method !== "POST" || first !== "post") return badRequest(response);
  const body = await readJson(request);
  if (second === undefined) return createPost(response, member.id, body);
  const postId = parseId(second);
  if (postId === undefined) return badRequest(response);
  if (third === "comment") return createComment(response, postId, member.id, body);
  if (third === "reaction") return reactToPost(response, postId, member.id, body);
  return badRequest(response);
}

async function createPost(response: ServerResponse, userId: string, body: unknown): Promise<void> {
  if (!isContent(body, 3000)) return badRequest(response);
  const now = new Date();
  const values = [userId, body.content, now, postTotalName(now), randomShard()];
  const [row] = await query("createPost", sql.createPost, values);
  if (!row) throw new Error("The token's member does not exist");
  const [id, name, nickname] = row;
  const owner = `{"id":${quote(userId)},"name":${quote(name)},"nickname":${quote(nickname)}}`;
  const at = `"${now.toISOString()}"`;
  const json = `{"id":${id},"owner":${owner},"content":${quote(body.content)},"createdAt":${at},"updatedAt":${at},"commentCount":0,"reactionCounts":${noCounts},"myReaction":null}`;
  return send(response, 201, json, { Location: `/post/${id}` });
}

async function createComment(response: ServerResponse, postId: number, userId: string, body: unknown): Promise<void> {
  if (!isContent(body, 1000)) return badRequest(response);
  const now = new Date();
  const [row] = await query("createComment", sql.createComment, [postId, userId, body.content, now]);
  if (!row) return noPost(response, postId);
  const [id, name, nickname] = row;
  const owner = `{"id":${quote(userId)},"name":${quote(name)},"nickname":${quote(nickname)}}`;
  const at = `"${now.toISOString()}"`;
  const json = `{"id":${id},"postId":${postId},"owner":${owner},"content":${quote(body.content)},"isModified":false,"createdAt":${at},"updatedAt":${at},"reactionCounts":${noCounts},"myReaction":null}`;
  return send(response, 201, json, { Location: `/post/${postId}/comment/${id}` });
}

async function reactToPost(response: ServerResponse, postId: number, userId: string, body: unknown): Promise<void> {
  if (!isReaction(body)) return badRequest(response);
  const now = new Date();
  const values = [postId, userId, body.type, now];
  const react = () => query("reactToPost", sql.reactToPost, values);
  const [row] = await react().catch((error: unknown) => {
    if (error instanceof pg.DatabaseError && error.code === "23505") return react();
    throw error;
  });
  if (!row) return noPost(response, postId);
  const [name, nickname, isModified, createdAt] = row;
  const at = createdAt ? time(createdAt) : `"${now.toISOString()}"`;
  const user = `{"id":${quote(userId)},"name":${quote(name)},"nickname":${quote(nickname)}}`;
  return send(response, 201, `{"user":${user},"type":${body.type},"createdAt":${at},"isModified":${flag(isModified)}}`);
}

async function logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readJson(request);
  if (!isLogin(body)) return badRequest(response);
  const [row] = await query("credentials", sql.credentials, [body.id]);
  if (!row?.[0] || !(await verifyPassword(body.password, row[0]))) {
    return send(response, 401, `{"result":"Unauthorized","hint":"The id or the password is wrong"}`);
  }
  const { session, body: tokens } = startSession(secret, body.id, row[1] !== null);
  const { id, userId, createdAt, refreshTokenHash, expiresAt } = session;
  await query("openSession", sql.openSession, [id, userId, createdAt, refreshTokenHash, expiresAt]);
  return send(response, 200, JSON.stringify(tokens));
}

async function noPost(response: ServerResponse, postId: number): Promise<void> {
  const rows = await query("postExists", sql.postExists, [postId]);
  return rows.length === 0
    ? send(response, 404, `{"result":"Not Found","hint":"There is no post ${postId}"}`)
    : badRequest(response);
}

function startOfPage(list: string, search: URLSearchParams | undefined, otherwise: number) {
  const limit = parseLimit(search?.get("limit"));
  const cursor = search?.get("cursor");
  const after = cursor ? cursors.decode(list, cursor) : otherwise;
  return limit === undefined || after === undefined ? undefined : { limit, after };
}

function sendPage(
  response: ServerResponse,
  list: string,
  limit: number,
  rows: readonly Row[],
  present: (row: Row) => string,
  more = "",
): void {
  const shown = rows[0]?.[0] === null ? 0 : Math.min(rows.length, limit);
  let items = "";
  for (let index = 0; index < shown; index++) items += (index === 0 ? "" : ",") + present(rows[index] ?? []);
  const cursor = rows.length > limit ? cursors.encode(list, Number(rows[limit - 1]?.[0])) : undefined;
  const headers = cursor ? { Link: `<${list}?limit=${limit}&cursor=${cursor}>; rel="next"` } : {};
  const json = `{"items":[${items}],"nextCursor":${cursor ? `"${cursor}"` : "null"}${more}}`;
  send(response, 200, json, headers);
}

function send(response: ServerResponse, status: number, json: string, headers: Record<string, string> = {}): void {
  response
    .writeHead(status, {
      ...headers,
      "Content-Type": "application/json; charset=utf-8",
      "Content-Length": Buffer.byteLength(json),
    })
    .end(json);
}

function sendNothing(response: ServerResponse): void {
  response.writeHead(204).end();
}

function badRequest(response: ServerResponse): void {
  send(response, 400, `{"result":"Bad Request","hint":"The request is off"}`);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = "";
  request.setEncoding("utf8");
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 65_536) return undefined;
  }
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

await Promise.all(readers.map((reader) => reader.connect()));
