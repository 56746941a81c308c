import type { Operations } from "../../generated/client.ts";

/** A part of a list. */
export interface AnyPage {
  readonly items: readonly unknown[];
  /** Of the next page, or null on the last one. */
  readonly nextCursor: string | null;
}

/** All items of a list, page after page as they are asked for. A list that is not there (204) is empty. */
export interface Pages<Page extends AnyPage> extends AsyncIterable<Page["items"][number]> {
  /** The same, a page at a time. */
  byPage(): AsyncIterable<Page>;
}

type Result<Id extends keyof Operations> = Awaited<ReturnType<Operations[Id]>>;

/** The operations that give pages. */
export type PagedId = {
  [Id in keyof Operations]: [NonNullable<Result<Id>>] extends [AnyPage] ? Id : never;
}[keyof Operations];

/** Each of them as a list without end. A `cursor` in the query says where it begins, `limit` how long a page is. */
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

/** Held against the operations by the compiler, so that none is missing. */
export function createPages(calls: Pick<Operations, PagedId>): PagedCalls {
  return {
    listPosts: (request = {}) => pagesOf(calls.listPosts, request),
    getMyTimeline: (request = {}) => pagesOf(calls.getMyTimeline, request),
    getTimeline: (request) => pagesOf(calls.getTimeline, request),
    listComments: (request) => pagesOf(calls.listComments, request),
    listPostReactions: (request) => pagesOf(calls.listPostReactions, request),
    listNotifications: (request = {}) => pagesOf(calls.listNotifications, request),
  };
}
