import { createSecretKey, type KeyObject } from "node:crypto";
import { createCursors } from "./contenders/cursors.ts";
import { signToken } from "./contenders/tokens.ts";
import { execute } from "./database/cluster.ts";
import { sampleTexts, seededRandom } from "./database/content.ts";
import { password, type Sizes, userId } from "./database/sizes.ts";
import type { RequestPool } from "./load/job.ts";

/** A kind of request that the load generator repeats. */
export interface Workload {
  readonly title: string;
  readonly requests: RequestPool;
  readonly isRead: boolean;
}

export type WorkloadName =
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

const readerCount = 1000;
const tokenSeconds = 6 * 60 * 60;
const pageSize = 20;
/** Number of pages that readers are spread over, so that few request the same page at once. */
const pageCount = 1000;
const deepPage = 50_000;

/** Workloads on a filled database, by name. Deterministic: each call gives the same requests. */
export async function createWorkloads(
  url: string,
  sizes: Sizes,
  secret: string,
): Promise<Record<WorkloadName, Workload>> {
  const key = createSecretKey(secret, "utf8");
  const random = seededRandom(1);
  const popular = (count: number) => 1 + ((Math.floor(random() ** 3.333 * count) * 2147483629) % count);
  const any = (count: number) => 1 + Math.floor(random() * count);
  const repeat = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

  const tokens = repeat(readerCount, () => userId(any(sizes.users))).map((id) => tokenOf(key, id));
  const manyTokens = repeat(5000, () => tokenOf(key, userId(any(sizes.users))));
  const popularPosts = await existingPosts(
    url,
    repeat(2000, () => popular(sizes.posts)),
  );
  const anyPosts = await existingPosts(
    url,
    repeat(20_000, () => any(sizes.posts)),
  );
  const viral = [...new Set(anyPosts)].slice(0, 64);
  const cursors = createCursors(key);
  const pageAfter = (id: number) => `/post?limit=${pageSize}&cursor=${cursors.encode("/post", id)}`;
  const lastPage = Math.floor(sizes.posts / pageSize) - 2;
  const spread = repeat(pageCount, () => pageAfter(sizes.posts - pageSize * any(Math.min(pageCount, lastPage))));

  const get = (title: string, paths: readonly string[]): Workload => ({
    title,
    requests: { method: "GET", paths, bodies: [], tokens },
    isRead: true,
  });
  const post = (title: string, paths: readonly string[], bodies: readonly object[], by = manyTokens): Workload => ({
    title,
    requests: { method: "POST", paths, bodies: bodies.map((body) => JSON.stringify(body)), tokens: by },
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
      pageAfter(sizes.posts - pageSize * Math.min(deepPage, lastPage)),
    ]),
    post: get(
      "one post",
      popularPosts.map((id) => `/post/${id}`),
    ),
    timeline: get(
      "a timeline",
      repeat(2000, () => `/timeline/${userId(popular(sizes.users))}?limit=20`),
    ),
    comments: get(
      "comments of a post",
      popularPosts.map((id) => `/post/${id}/comment?limit=20`),
    ),
    notifications: get("notifications", ["/notification?limit=20"]),
    "create-post": post(
      "create a post",
      ["/post"],
      sampleTexts(500, 140, 1200).map((content) => ({ content })),
    ),
    comment: post(
      "comment",
      anyPosts.map((id) => `/post/${id}/comment`),
      sampleTexts(500, 60, 400).map((content) => ({ content })),
    ),
    react: reactTo("react", anyPosts),
    "react-64": reactTo("react to 64 posts", viral),
    "react-one": reactTo("react to one post", viral.slice(0, 1)),
    login: post(
      "log in",
      ["/auth/login"],
      repeat(500, () => ({ id: userId(any(sizes.users)), password })),
      [],
    ),
  };
}

function tokenOf(key: KeyObject, id: string): string {
  return signToken(key, id, `bench-${id}`, tokenSeconds);
}

/** Filters out ids of deleted posts; keeps duplicates. */
async function existingPosts(url: string, ids: readonly number[]): Promise<number[]> {
  const rows = await execute<{ id: string }>(
    url,
    "SELECT id FROM posts WHERE id = ANY($1::bigint[]) AND deleted_at IS NULL",
    [ids],
  );
  const existing = new Set(rows.map(({ id }) => Number(id)));
  return ids.filter((id) => existing.has(id));
}
