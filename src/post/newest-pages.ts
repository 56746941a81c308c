import type { components } from "../../generated/schema.ts";
import { sharedReads } from "../database/shared-reads.ts";
import { keepJson } from "../http/kept-json.ts";
import { type Cursors, cutPage, type PageStart } from "../http/page.ts";
import { presentPost } from "./present.ts";
import type { PostQueries, ViewedPostRow } from "./queries.ts";

export interface NewestPage {
  readonly headers: { readonly Link?: string };
  readonly body: components["schemas"]["PostPage"];
}

/** Reads a page of the newest posts as one member sees it. Those who ask for the same one at the same time share the work. */
export type ReadNewestPage = (start: PageStart, viewerId: string) => Promise<NewestPage>;

export function newestPages(posts: Pick<PostQueries, "newest">, cursors: Cursors): ReadNewestPage {
  const read = sharedReads(
    ({ limit, after }: PageStart) => `${limit} ${after}`,
    async (start, viewerIds) => {
      const rows = await posts.newest(start, viewerIds);
      const { headers, body } = cutPage(cursors, "/post", start.limit, rows, presentPost);
      return { headers, body: keepJson(body), typesOf: reactionsByViewer(rows) };
    },
  );

  return async (start, viewerId) => {
    const { headers, body, typesOf } = await read(start, viewerId);
    const types = typesOf.get(viewerId);
    if (!types) return { headers, body };
    const items = body.items.map((item) => ({ ...item, myReaction: types.get(item.id) ?? null }));
    return { headers, body: { ...body, items } };
  };
}

/** Of each viewer who reacted to any of the posts, the types by the posts' ids. */
function reactionsByViewer(rows: readonly ViewedPostRow[]): ReadonlyMap<string, ReadonlyMap<number, number>> {
  const typesOf = new Map<string, Map<number, number>>();
  for (const { id, viewersReactions } of rows) {
    if (viewersReactions === null) continue;
    const given: Record<string, number> = JSON.parse(viewersReactions);
    for (const [viewerId, type] of Object.entries(given)) {
      const types = typesOf.get(viewerId) ?? new Map<number, number>();
      typesOf.set(viewerId, types.set(id, type));
    }
  }
  return typesOf;
}
