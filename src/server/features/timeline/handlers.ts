import { implementTimeline, type TimelineHandlers } from "../../../../generated/operations.ts";
import { badRequest } from "../../http/response/refusals.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, type PageParameters, pageStart } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import { newestPostsOf } from "../post/lists.ts";
import { presentPost } from "../post/present.ts";

export interface TimelineDeps {
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
}

/** A timeline is the posts of one member, newest first. */
export function timelineHandlers({ cursors, pages, serializers }: TimelineDeps): TimelineHandlers {
  const readPage = pages.reader(newestPostsOf, presentPost, serializers.get("getTimeline", 200));

  async function timeline(address: string, ownerId: string, parameters: PageParameters, viewerId: string) {
    const start = pageStart(cursors, address, parameters);
    if (!start) return badRequest(invalidCursorHint);
    const page = await readPage({ address, filter: ownerId, start }, viewerId);
    return page && { status: 200 as const, headers: page.headers, body: page.body };
  }

  return implementTimeline({
    async getMyTimeline({ query }, caller) {
      const answer = await timeline("/timeline", caller.id, query, caller.id);
      if (!answer) throw new Error(`User '${caller.id}' has a valid token but no row`);
      return answer;
    },

    async getTimeline({ path, query }, caller) {
      const address = `/timeline/${encodeURIComponent(path.userId)}`;
      return (await timeline(address, path.userId, query, caller.id)) ?? { status: 204 };
    },
  });
}
