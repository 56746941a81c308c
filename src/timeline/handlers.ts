import { implementTimeline, type TimelineHandlers } from "../../generated/operations.ts";
import type { Cursors, PageQuery } from "../http/page.ts";
import { badCursor, cutPage, startOfPage } from "../http/page.ts";
import { badRequest } from "../http/refusals.ts";
import { presentPost } from "../post/present.ts";
import type { PostQueries } from "../post/queries.ts";

export interface TimelineDeps {
  readonly posts: PostQueries;
  readonly cursors: Cursors;
}

/** A timeline is what one member posted, newest first. */
export function timelineHandlers({ posts, cursors }: TimelineDeps): TimelineHandlers {
  async function timeline(list: string, ownerId: string, query: PageQuery, viewerId: string) {
    const start = startOfPage(cursors, list, query);
    if (!start) return badRequest(badCursor);
    const rows = await posts.newestOf(ownerId, start, viewerId);
    if (!rows) return undefined;
    return { status: 200 as const, ...cutPage(cursors, list, start.limit, rows, presentPost) };
  }

  return implementTimeline({
    async getMyTimeline({ query }, caller) {
      const answer = await timeline("/timeline", caller.id, query, caller.id);
      if (!answer) throw new Error(`A valid token names a member who is not there: ${caller.id}`);
      return answer;
    },

    async getTimeline({ path, query }, caller) {
      const list = `/timeline/${encodeURIComponent(path.userId)}`;
      return (await timeline(list, path.userId, query, caller.id)) ?? { status: 204 };
    },
  });
}
