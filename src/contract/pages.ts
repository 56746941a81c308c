import assert from "node:assert/strict";
import type { BodyOf, ContractClient, LooseRequest, OperationId } from "./client.ts";
import type { ReceivedAnswer } from "./wire.ts";

/** The operations whose 200 is a page. */
export type ListId = {
  [Id in OperationId]: [BodyOf<Id, 200>] extends [{ readonly items: readonly unknown[] }]
    ? [BodyOf<Id, 200>] extends [never]
      ? never
      : Id
    : never;
}[OperationId];
type PageOf<Id extends ListId> = BodyOf<Id, 200>;
type ItemOf<Id extends ListId> = PageOf<Id> extends { readonly items: readonly (infer Item)[] } ? Item : never;

/** The address in `Link: <...>; rel="next"` (RFC 8288), undefined on the last page. */
export function nextLink(answer: ReceivedAnswer): string | undefined {
  const link = answer.headers.get("link");
  if (link === null) return undefined;
  const next = /^<([^>]+)>; rel="next"$/.exec(link)?.[1];
  assert.ok(next, `The Link is not one to a next page: ${link}`);
  return next;
}

/**
 * Walks a list from its first page to its last by the links alone, as a client should.
 * Asserts that the link and `nextCursor` agree, that no page is larger than `limit`, and that none but the last is smaller.
 * @param between what happens meanwhile, after each page
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
    assert.equal(link === undefined, nextCursor === null, "Link and nextCursor disagree on whether there is more");
    assert.ok(
      items.length <= request.query.limit,
      `a page of ${items.length} where ${request.query.limit} was the limit`,
    );
    if (link !== undefined) assert.equal(items.length, request.query.limit, "a page before the last is not full");
    yield items;
    if (link === undefined) return;
    await between(page);
    answer = await client.follow(operationId, answer, link);
  }
}

/** Every item of a list, in its order. */
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
 * The posts from one on to the newest, newest first. On a server with much in it, a list of all posts has no end worth
 * waiting for.
 * @param since the id of the oldest post that is wanted
 */
export async function postsSince(client: ContractClient, since: number, limit = 100): Promise<ItemOf<"listPosts">[]> {
  const posts: ItemOf<"listPosts">[] = [];
  for await (const page of walkPages(client, "listPosts", { query: { limit } })) {
    posts.push(...page.filter(({ id }) => id >= since));
    if (page.some(({ id }) => id < since)) break;
  }
  return posts;
}
