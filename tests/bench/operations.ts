import { createSecretKey, type KeyObject } from "node:crypto";
import { createCursors } from "./contenders/cursors.ts";
import { signToken } from "./contenders/tokens.ts";
import { execute } from "./database/cluster.ts";
import { password, type Sizes, userId } from "./database/sizes.ts";
import { generator, texts } from "./database/texts.ts";
import type { RequestPool } from "./load/job.ts";

/** Something that members do, as often as one lets them. */
export interface Operation {
  readonly title: string;
  readonly pool: RequestPool;
  readonly isRead: boolean;
}

export type OperationName =
  | "list"
  | "list-first"
  | "list-deep"
  | "post"
  | "timeline"
  | "comments"
  | "notifications"
  | "create-post"
  | "comment"
  | "react"
  | "react-64"
  | "react-one"
  | "login";

const callers = 1000;
const tokenSeconds = 6 * 60 * 60;
const perPage = 20;
/** Pages that readers are spread over, so that no two of them ask for the same at the same moment. */
const pages = 1000;
const deepPage = 50_000;

/** Requests over what is in a filled database, by name; the same ones at each call. */
export async function operations(url: string, sizes: Sizes, secret: string): Promise<Record<OperationName, Operation>> {
  const key = createSecretKey(secret, "utf8");
  const random = generator(1);
  const popular = (count: number) => 1 + ((Math.floor(random() ** 3.333 * count) * 2147483629) % count);
  const any = (count: number) => 1 + Math.floor(random() * count);
  const many = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

  const tokens = many(callers, () => userId(any(sizes.users))).map((id) => tokenOf(key, id));
  const manyTokens = many(5000, () => tokenOf(key, userId(any(sizes.users))));
  const popularPosts = await present(
    url,
    many(2000, () => popular(sizes.posts)),
  );
  const anyPosts = await present(
    url,
    many(20_000, () => any(sizes.posts)),
  );
  const viral = [...new Set(anyPosts)].slice(0, 64);
  const cursors = createCursors(key);
  const pageAfter = (id: number) => `/post?limit=${perPage}&cursor=${cursors.seal("/post", id)}`;
  const lastPage = Math.floor(sizes.posts / perPage) - 2;
  const spread = many(pages, () => pageAfter(sizes.posts - perPage * any(Math.min(pages, lastPage))));

  const get = (title: string, paths: readonly string[]): Operation => ({
    title,
    pool: { method: "GET", paths, bodies: [], tokens },
    isRead: true,
  });
  const post = (title: string, paths: readonly string[], bodies: readonly object[], by = manyTokens): Operation => ({
    title,
    pool: { method: "POST", paths, bodies: bodies.map((body) => JSON.stringify(body)), tokens: by },
    isRead: false,
  });
  const reactions = [1, 2, 3, 4, 5].map((type) => ({ type }));
  const reactTo = (title: string, ids: readonly number[]) =>
    post(
      title,
      ids.map((id) => `/post/${id}/reaction`),
      reactions,
    );

  return {
    list: get("list of posts", spread),
    "list-first": get("list, all on the first page", ["/post?limit=20"]),
    "list-deep": get(`list, all on page ${Math.min(deepPage, lastPage)}`, [
      pageAfter(sizes.posts - perPage * Math.min(deepPage, lastPage)),
    ]),
    post: get(
      "one post",
      popularPosts.map((id) => `/post/${id}`),
    ),
    timeline: get(
      "a timeline",
      many(2000, () => `/timeline/${userId(popular(sizes.users))}?limit=20`),
    ),
    comments: get(
      "comments of a post",
      popularPosts.map((id) => `/post/${id}/comment?limit=20`),
    ),
    notifications: get("notifications", ["/notification?limit=20"]),
    "create-post": post(
      "create a post",
      ["/post"],
      texts(500, 140, 1200).map((content) => ({ content })),
    ),
    comment: post(
      "comment",
      anyPosts.map((id) => `/post/${id}/comment`),
      texts(500, 60, 400).map((content) => ({ content })),
    ),
    react: reactTo("react", anyPosts),
    "react-64": reactTo("react to 64 posts", viral),
    "react-one": reactTo("react to one post", viral.slice(0, 1)),
    login: post(
      "log in",
      ["/auth/login"],
      many(500, () => ({ id: userId(any(sizes.users)), password })),
      [],
    ),
  };
}

function tokenOf(key: KeyObject, id: string): string {
  return signToken(key, id, `bench-${id}`, tokenSeconds);
}

/** Those of the posts that were not deleted, as often as they were named. */
async function present(url: string, ids: readonly number[]): Promise<number[]> {
  const rows = await execute<{ id: string }>(
    url,
    "SELECT id FROM posts WHERE id = ANY($1::bigint[]) AND deleted_at IS NULL",
    [ids],
  );
  const known = new Set(rows.map(({ id }) => Number(id)));
  return ids.filter((id) => known.has(id));
}
