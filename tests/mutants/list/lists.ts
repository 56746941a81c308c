import {
  afterwards,
  body,
  insisting,
  type Json,
  type Mutant,
  statement,
  told,
  withJson,
  withoutHeader,
} from "../mutant.ts";

const withoutCursor = (query: string) => query.replace(/&?\bcursor=[^&]*/, "").replace(/^&/, "");
const withItems = (change: (items: Json[]) => Json[]) => (page: Json) => ({ ...page, items: change(page.items) });

export const listMutants: readonly Mutant[] = [
  {
    name: "cursor-swallowed",
    breaks: "every page is the first one",
    operations: ["listPosts"],
    door: () => (asked, forward) => forward({ query: withoutCursor(asked.query) }),
  },
  {
    name: "page-skips-one",
    breaks: "each page but the first lacks its first item",
    operations: ["listComments"],
    door: body(200, (page, { query }) =>
      query.includes("cursor=") ? withItems((items) => items.slice(1))(page) : page,
    ),
  },
  {
    name: "page-repeats-one",
    breaks: "each page begins with the last item of the one before",
    operations: ["getTimeline", "getMyTimeline"],
    statement: statement("post_newest_of", { "id < $1": "id <= $1" }),
  },
  {
    name: "pages-by-offset",
    breaks: "rows that come shift the pages",
    operations: ["getMyTimeline"],
    door: (world) => {
      const newest = new Map<string, number>();
      return async (asked, forward) => {
        const sender = asked.headers.authorization ?? "";
        const answer = await forward();
        if (answer.status !== 200) return answer;
        const page = JSON.parse(answer.body.toString());
        if (!asked.query.includes("cursor=")) {
          newest.set(sender, page.items[0]?.id ?? 0);
          return answer;
        }
        const [come]: readonly Json[] = await world.sql(
          "SELECT p.id, p.content FROM posts p WHERE p.id > $1 AND p.owner_id = $2 AND deleted_at IS NULL",
          newest.get(sender) ?? 0,
          page.items[0]?.owner.id ?? "",
        );
        return come ? withJson(answer, withItems((items) => [items[0], ...items])(page)) : answer;
      };
    },
  },
  {
    name: "cursor-not-checked",
    breaks: "a cursor that was changed gives the first page",
    operations: ["listNotifications"],
    door: insisting(400, ({ query }) => (query.includes("cursor=") ? { query: withoutCursor(query) } : undefined)),
  },
  {
    name: "oldest-first",
    breaks: "the oldest post of a page comes first",
    operations: ["listPosts"],
    door: body(
      200,
      withItems((items) => items.toReversed()),
    ),
  },
  {
    name: "comments-newest-first",
    breaks: "the newest comment of a page comes first",
    operations: ["listComments"],
    door: body(
      200,
      withItems((items) => items.toReversed()),
    ),
  },
  {
    name: "no-link",
    breaks: "there is more, but no Link",
    operations: ["listPostReactions"],
    door: told(200, (answer) => withoutHeader(answer, "link")),
  },
  {
    name: "link-without-cursor",
    breaks: "Link leads to the first page again",
    operations: ["getMyTimeline"],
    door: told(200, (answer) => ({
      ...answer,
      headers: {
        ...answer.headers,
        ...(answer.headers.link ? { link: String(answer.headers.link).replace(/&cursor=[^>]*/, "") } : {}),
      },
    })),
  },
  {
    name: "no-next-cursor",
    breaks: "a page does not say that there is more",
    operations: ["listNotifications"],
    door: told(200, (answer) => {
      const page = JSON.parse(answer.body.toString());
      return withJson(withoutHeader(answer, "link"), { ...page, nextCursor: null });
    }),
  },
  {
    name: "next-cursor-for-ever",
    breaks: "the last page claims that there is more",
    operations: ["listComments"],
    door: (world) => {
      let cursor: string | null = null;
      return body(200, (page) => {
        cursor = page.nextCursor ?? cursor;
        return { ...page, nextCursor: cursor };
      })(world);
    },
  },
  {
    name: "type-ignored",
    breaks: "reactions of one type are all reactions",
    operations: ["listPostReactions"],
    statement: statement("reaction_newest_of_type", { "AND type = $3": "AND $3 = $3" }),
  },
  {
    name: "reaction-listed-twice",
    breaks: "the newest reaction is there twice",
    operations: ["listPostReactions"],
    door: body(
      200,
      withItems((items) => [...items.slice(0, 1), ...items]),
    ),
  },
  {
    name: "deleted-in-timeline",
    breaks: "deleted posts stay in the timeline",
    operations: ["getTimeline", "getMyTimeline"],
    statement: statement("post_newest_of", { "AND deleted_at IS NULL": "" }),
  },
  {
    name: "deleted-in-list",
    breaks: "deleted posts stay in the list",
    operations: ["listPosts"],
    statement: statement(/^post_newest_?\d/, { "deleted_at IS NULL AND": "" }),
  },
  {
    name: "deleted-post-served",
    breaks: "a deleted post can be read",
    operations: ["getPost"],
    statement: statement("post_find", { "AND p.deleted_at IS NULL": "" }),
  },
  {
    name: "comments-of-deleted-posts",
    breaks: "the comments of a deleted post can be read",
    operations: ["listComments"],
    statement: statement("comment_oldest_of", { "AND deleted_at IS NULL": "" }),
  },
  {
    name: "reactions-of-deleted-posts",
    breaks: "the reactions to a deleted post can be read",
    operations: ["listPostReactions"],
    statement: statement("reaction_newest", { "AND p.deleted_at IS NULL": "" }),
  },
  {
    name: "post-not-deleted",
    breaks: "deletePost says that it did and does not",
    operations: ["deletePost"],
    door: afterwards(200, ({ values }, { sql }) =>
      sql("UPDATE posts SET deleted_at = NULL WHERE id = $1", values.postId ?? null),
    ),
  },
  {
    name: "wrong-post-of-comment",
    breaks: "a comment can be changed below any post",
    operations: ["updateComment"],
    door: insisting(404, async ({ values }, { sql }) => {
      const [row]: readonly Json[] = await sql("SELECT post_id FROM comments WHERE id = $1", values.commentId ?? null);
      return row && { path: `/post/${row.post_id}/comment/${values.commentId}` };
    }),
  },
];
