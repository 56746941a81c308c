import { implementTimeline, type TimelineHandlers } from "../../../../generated/operations.ts";
import { badRequest } from "../../http/response/refusals.ts";
import type { Cursors, PageQuery } from "../../pagination/cursors.ts";
import { badCursor, startOfPage } from "../../pagination/cursors.ts";
import type { Pages } from "../../pagination/pages.ts";
import { newestPostsOf } from "../post/lists.ts";
import { presentPost } from "../post/present.ts";

export interface TimelineDeps {
  readonly cursors: Cursors;
  readonly pages: Pages;
}

/** A timeline is what one member posted, newest first. */
export function timelineHandlers({ cursors, pages }: TimelineDeps): TimelineHandlers {
  const readPage = pages.reader(newestPostsOf, presentPost);

  async function timeline(address: string, ownerId: string, query: PageQuery, viewerId: string) {
    const start = startOfPage(cursors, address, query);
    if (!start) return badRequest(badCursor);
    const page = await readPage({ address, filter: ownerId, start }, viewerId);
    return page && { status: 200 as const, headers: page.headers, body: page.body };
  }

  return implementTimeline({
    async getMyTimeline({ query }, caller) {
      const answer = await timeline("/timeline", caller.id, query, caller.id);
      if (!answer) throw new Error(`A valid token names a member who is not there: ${caller.id}`);
      return answer;
    },

    async getTimeline({ path, query }, caller) {
      const address = `/timeline/${encodeURIComponent(path.userId)}`;
      return (await timeline(address, path.userId, query, caller.id)) ?? { status: 204 };
    },
  });
}
