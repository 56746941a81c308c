import assert from "node:assert/strict";
import type { BodyOf, ContractClient, LooseRequest, OperationId } from "./client.ts";
import type { ReceivedAnswer } from "./wire.ts";

/** The operations that return a page of items with 200. */
export type ListId = {
  [Id in OperationId]: [BodyOf<Id, 200>] extends [{ readonly items: readonly unknown[] }]
    ? [BodyOf<Id, 200>] extends [never]
      ? never
      : Id
    : never;
}[OperationId];
type PageOf<Id extends ListId> = BodyOf<Id, 200>;
type ItemOf<Id extends ListId> = PageOf<Id> extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** The URL in `Link: <...>; rel="next"` (RFC 8288); undefined on the last page. */
export function nextLink(answer: ReceivedAnswer): string | undefined {
  const link = answer.headers.get("link");
  if (link === null) return undefined;
  const next = /^<([^>]+)>; rel="next"$/.exec(link)?.[1];
  assert.ok(next, `Link must be <URL>; rel="next", but is ${link}`);
  return next;
}

/**
 * Walks a list from its first page to its last by following the links only.
 * Asserts that the link and `nextCursor` agree, that no page is larger than `limit`, and that only the last one is smaller.
 * @param between runs after each page but the last
 */
export async function* walkPages<Id extends ListId>(
  client: ContractClient,
  operationId: Id,
  request: LooseRequest & { readonly query: { readonly limit: number } },
  between: (page: number) => Promise<void> = async () => {},
): AsyncGenerator<ItemOf<Id>[]> {
  let answer = await client.attempt(operationId, request);
  // For a list without path parameters 204 means that it is empty; for others, that what the path names does not exist.
  if (answer.status === 204 && request.path === undefined) return;
  for (let page = 1; ; page++) {
    assert.equal(answer.status, 200, answer.text);
    const { items, nextCursor } = answer.body as { items: ItemOf<Id>[]; nextCursor: string | null };
    const link = nextLink(answer);
    assert.equal(
      link === undefined,
      nextCursor === null,
      "Link and nextCursor disagree on whether there is a next page",
    );
    assert.ok(
      items.length <= request.query.limit,
      `the page has ${items.length} items, but limit is ${request.query.limit}`,
    );
    if (link !== undefined) assert.equal(items.length, request.query.limit, "a page before the last one must be full");
    yield items;
    if (link === undefined) return;
    await between(page);
    answer = await client.follow(operationId, answer, link);
  }
}

/** All items of a list, in its order. */
export async function allItems<Id extends ListId>(
  client: ContractClient,
  operationId: Id,
  request: LooseRequest = {},
  limit = 100,
): Promise<ItemOf<Id>[]> {
  const query = typeof request.query === "object" ? request.query : {};
  const pages: ItemOf<Id>[][] = [];
  for await (const page of walkPages(client, operationId, { ...request, query: { ...query, limit } })) pages.push(page);
  return pages.flat();
}

/**
 * All posts since a given one, newest first. On a server with much data, a walk through all posts would take too
 * long.
 * @param since the id of the oldest post to return
 */
export async function postsSince(client: ContractClient, since: number, limit = 100): Promise<ItemOf<"listPosts">[]> {
  const posts: ItemOf<"listPosts">[] = [];
  for await (const page of walkPages(client, "listPosts", { query: { limit } })) {
    posts.push(...page.filter(({ id }) => id >= since));
    if (page.some(({ id }) => id < since)) break;
  }
  return posts;
}
