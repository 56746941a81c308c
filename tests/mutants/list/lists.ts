import {
  type AnyJson,
  afterAnswer,
  changeAnswer,
  changeBody,
  type Mutant,
  replaceInStatement,
  retryWith,
  withJson,
  withoutHeader,
} from "../mutant.ts";

const withoutCursor = (query: string) => query.replace(/&?\bcursor=[^&]*/, "").replace(/^&/, "");
const withItems = (change: (items: AnyJson[]) => AnyJson[]) => (page: AnyJson) => ({
  ...page,
  items: change(page.items),
});

export const listMutants: readonly Mutant[] = [
  {
    name: "cursor-swallowed",
    breaks: "every page is the first one",
    operations: ["listPosts"],
    intercept: () => (request, forward) => forward({ query: withoutCursor(request.query) }),
  },
  {
    name: "page-skips-one",
    breaks: "each page but the first lacks its first item",
    operations: ["listComments"],
    intercept: changeBody(200, (page, { query }) =>
      query.includes("cursor=") ? withItems((items) => items.slice(1))(page) : page,
    ),
  },
  {
    name: "page-repeats-one",
    breaks: "each page begins with the last item of the one before",
    operations: ["getTimeline", "getMyTimeline"],
    statement: replaceInStatement("post_newest_of", { "id < $1": "id <= $1" }),
  },
  {
    name: "pages-by-offset",
    breaks: "new rows shift the pages",
    operations: ["getMyTimeline"],
    intercept: (server) => {
      const newest = new Map<string, number>();
      return async (request, forward) => {
        const sender = request.headers.authorization ?? "";
        const answer = await forward();
        if (answer.status !== 200) return answer;
        const page = JSON.parse(answer.body.toString());
        if (!request.query.includes("cursor=")) {
          newest.set(sender, page.items[0]?.id ?? 0);
          return answer;
        }
        const [newPost]: readonly AnyJson[] = await server.sql(
          "SELECT p.id, p.content FROM posts p WHERE p.id > $1 AND p.owner_id = $2 AND deleted_at IS NULL",
          newest.get(sender) ?? 0,
          page.items[0]?.owner.id ?? "",
        );
        return newPost ? withJson(answer, withItems((items) => [items[0], ...items])(page)) : answer;
      };
    },
  },
  {
    name: "cursor-not-checked",
    breaks: "a cursor that was changed gives the first page",
    operations: ["listNotifications"],
    intercept: retryWith(400, ({ query }) => (query.includes("cursor=") ? { query: withoutCursor(query) } : undefined)),
  },
  {
    name: "oldest-first",
    breaks: "the oldest post of a page comes first",
    operations: ["listPosts"],
    intercept: changeBody(
      200,
      withItems((items) => items.toReversed()),
    ),
  },
  {
    name: "comments-newest-first",
    breaks: "the newest comment of a page comes first",
    operations: ["listComments"],
    intercept: changeBody(
      200,
      withItems((items) => items.toReversed()),
    ),
  },
  {
    name: "no-link",
    breaks: "a page before the last one has no Link",
    operations: ["listPostReactions"],
    intercept: changeAnswer(200, (answer) => withoutHeader(answer, "link")),
  },
  {
    name: "link-without-cursor",
    breaks: "Link leads to the first page again",
    operations: ["getMyTimeline"],
    intercept: changeAnswer(200, (answer) => ({
      ...answer,
      headers: {
        ...answer.headers,
        ...(answer.headers.link ? { link: String(answer.headers.link).replace(/&cursor=[^>]*/, "") } : {}),
      },
    })),
  },
  {
    name: "no-next-cursor",
    breaks: "a page before the last one has neither Link nor nextCursor",
    operations: ["listNotifications"],
    intercept: changeAnswer(200, (answer) => {
      const page = JSON.parse(answer.body.toString());
      return withJson(withoutHeader(answer, "link"), { ...page, nextCursor: null });
    }),
  },
  {
    name: "next-cursor-for-ever",
    breaks: "the last page claims that there is more",
    operations: ["listComments"],
    intercept: (server) => {
      let cursor: string | null = null;
      return changeBody(200, (page) => {
        cursor = page.nextCursor ?? cursor;
        return { ...page, nextCursor: cursor };
      })(server);
    },
  },
  {
    name: "type-ignored",
    breaks: "the filter by type is ignored",
    operations: ["listPostReactions"],
    statement: replaceInStatement("reaction_newest_of_type", { "AND type = $3": "AND $3 = $3" }),
  },
  {
    name: "reaction-listed-twice",
    breaks: "the newest reaction is listed twice",
    operations: ["listPostReactions"],
    intercept: changeBody(
      200,
      withItems((items) => [...items.slice(0, 1), ...items]),
    ),
  },
  {
    name: "deleted-in-timeline",
    breaks: "deleted posts stay in the timeline",
    operations: ["getTimeline", "getMyTimeline"],
    statement: replaceInStatement("post_newest_of", { "AND deleted_at IS NULL": "" }),
  },
  {
    name: "deleted-in-list",
    breaks: "deleted posts stay in the list",
    operations: ["listPosts"],
    statement: replaceInStatement(/^post_newest_?\d/, { "deleted_at IS NULL AND": "" }),
  },
  {
    name: "deleted-post-served",
    breaks: "a deleted post can be read",
    operations: ["getPost"],
    statement: replaceInStatement("post_find", { "AND p.deleted_at IS NULL": "" }),
  },
  {
    name: "comments-of-deleted-posts",
    breaks: "the comments of a deleted post can be read",
    operations: ["listComments"],
    statement: replaceInStatement("comment_oldest_of", { "AND deleted_at IS NULL": "" }),
  },
  {
    name: "reactions-of-deleted-posts",
    breaks: "the reactions to a deleted post can be read",
    operations: ["listPostReactions"],
    statement: replaceInStatement("reaction_newest", { "AND p.deleted_at IS NULL": "" }),
  },
  {
    name: "post-not-deleted",
    breaks: "deletePost reports success and deletes nothing",
    operations: ["deletePost"],
    intercept: afterAnswer(200, ({ pathValues }, { sql }) =>
      sql("UPDATE posts SET deleted_at = NULL WHERE id = $1", pathValues.postId ?? null),
    ),
  },
  {
    name: "wrong-post-of-comment",
    breaks: "a comment can be changed below any post",
    operations: ["updateComment"],
    intercept: retryWith(404, async ({ pathValues }, { sql }) => {
      const [row]: readonly AnyJson[] = await sql(
        "SELECT post_id FROM comments WHERE id = $1",
        pathValues.commentId ?? null,
      );
      return row && { path: `/post/${row.post_id}/comment/${pathValues.commentId}` };
    }),
  },
];
