import type { Operations } from "../../generated/client.ts";

/** One page of a list. */
export interface AnyPage {
  readonly items: readonly unknown[];
  /** The cursor of the next page, or null on the last one. */
  readonly nextCursor: string | null;
}

/** All items of a list. Pages are requested as the iteration needs them. A 204 is an empty list. */
export interface Pages<Page extends AnyPage> extends AsyncIterable<Page["items"][number]> {
  /** Iterates pages instead of items. */
  byPage(): AsyncIterable<Page>;
}

type Result<Id extends keyof Operations> = Awaited<ReturnType<Operations[Id]>>;

/** The operations whose answer is a page. */
export type PagedId = {
  [Id in keyof Operations]: [NonNullable<Result<Id>>] extends [AnyPage] ? Id : never;
}[keyof Operations];

/** For each of them, a function that iterates the whole list. `cursor` in the query sets the start, `limit` the page size. */
export type PagedCalls = {
  readonly [Id in PagedId]: (
    ...request: Parameters<Operations[Id]>
  ) => Pages<Extract<NonNullable<Result<Id>>, AnyPage>>;
};

interface PageRequest {
  readonly query?: { readonly cursor?: string };
}

export function pagesOf<Page extends AnyPage, Request extends PageRequest>(
  call: (request: Request) => Promise<Page | undefined>,
  request: Request,
): Pages<Page> {
  async function* byPage(): AsyncGenerator<Page, void> {
    let page = await call(request);
    while (page) {
      yield page;
      const { nextCursor } = page;
      if (nextCursor === null) return;
      page = await call({ ...request, query: { ...request.query, cursor: nextCursor } });
    }
  }
  return {
    byPage,
    async *[Symbol.asyncIterator]() {
      for await (const { items } of byPage()) yield* items;
    },
  };
}

export function createPages(calls: Pick<Operations, PagedId>): PagedCalls {
  // All calls are wrapped, so that a new list needs no entry here; the types keep only the operations whose answer is a page.
  const pages = Object.entries(calls).map(([id, call]) => [
    id,
    (request: PageRequest = {}) =>
      pagesOf(async (pageRequest: PageRequest) => toPage(await Reflect.apply(call, undefined, [pageRequest])), request),
  ]);
  return Object.fromEntries(pages) as PagedCalls;
}

function toPage(body: unknown): AnyPage | undefined {
  return isPage(body) ? body : undefined;
}

function isPage(body: unknown): body is AnyPage {
  return typeof body === "object" && body !== null && "items" in body && "nextCursor" in body;
}
