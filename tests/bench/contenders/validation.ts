/*
 * Hand-written validation for the contenders without a schema validator.
 */

export const maxId = Number.MAX_SAFE_INTEGER;
export const defaultLimit = 20;

/** 1..100, or undefined. */
export function parseLimit(text: string | null | undefined): number | undefined {
  if (text === null || text === undefined) return defaultLimit;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= 100 ? limit : undefined;
}

export function parseId(text: string | undefined): number | undefined {
  if (text === undefined || !/^[1-9]\d{0,15}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= Number.MAX_SAFE_INTEGER ? id : undefined;
}

/** Whether a body is `{content}` with 1 to `maxLength` code points, none of them U+0000 or a lone surrogate. */
export function isContent(body: unknown, maxLength: number): body is { readonly content: string } {
  if (typeof body !== "object" || body === null || !("content" in body) || Object.keys(body).length !== 1) return false;
  const { content } = body;
  if (typeof content !== "string" || content === "" || content.length > 2 * maxLength) return false;
  if (/[\0\uD800-\uDFFF]/u.test(content)) return false;
  return content.length <= maxLength || [...content].length <= maxLength;
}

export function isReaction(body: unknown): body is { readonly type: number } {
  if (typeof body !== "object" || body === null || !("type" in body) || Object.keys(body).length !== 1) return false;
  return typeof body.type === "number" && Number.isInteger(body.type) && body.type >= 1 && body.type <= 5;
}

export function isLogin(body: unknown): body is { readonly id: string; readonly password: string } {
  if (typeof body !== "object" || body === null || !("id" in body) || !("password" in body)) return false;
  return typeof body.id === "string" && typeof body.password === "string" && body.password.length <= 200;
}

/** Postgres's text of a timestamp (`2026-11-23 05:45:00.1+00`) in RFC 3339 with milliseconds. */
export function rfc3339(text: string): string {
  const plus = text.indexOf("+", 19);
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, Math.min(23, plus)).padEnd(3, "0")}Z`;
}

export function postTotalName(time: Date): string {
  return `posts@${new Date(Math.floor(time.getTime() / 900_000) * 900_000).toISOString().slice(0, 16)}Z`;
}

export function randomShard(): number {
  return Math.floor(Math.random() * 16);
}

export function forbidden(method: string | undefined, path: string) {
  return { result: "Forbidden", hint: `You have not permission for '${method} ${path}'` };
}
