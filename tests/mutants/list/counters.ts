import { type AnyJson, afterAnswer, changeBody, type Mutant, readJson, senderOf } from "../mutant.ts";

const none = { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 };
const ofItems = (change: (item: AnyJson) => AnyJson) => (page: AnyJson) => ({ ...page, items: page.items.map(change) });
const sum = (counts: AnyJson): number => Object.values<number>(counts).reduce((total, count) => total + count, 0);
const firstType = (counts: AnyJson) => Number(Object.keys(counts).find((type) => counts[type] > 0) ?? 1);

export const counterMutants: readonly Mutant[] = [
  {
    name: "comment-count-only-grows",
    breaks: "a deleted comment still counts",
    operations: ["deleteComment"],
    intercept: afterAnswer(200, ({ pathValues }, { sql }) =>
      sql("UPDATE posts SET comment_count = comment_count + 1 WHERE id = $1", pathValues.postId ?? null),
    ),
  },
  {
    name: "comment-counts-twice",
    breaks: "a comment counts twice",
    operations: ["createComment"],
    intercept: afterAnswer(201, ({ pathValues }, { sql }) =>
      sql("UPDATE posts SET comment_count = comment_count + 1 WHERE id = $1", pathValues.postId ?? null),
    ),
  },
  {
    name: "reaction-counts-again",
    breaks: "reacting again counts once more",
    operations: ["reactToPost"],
    intercept: afterAnswer(201, ({ pathValues }, { sql }, { type, isModified }) =>
      isModified
        ? sql(
            `UPDATE posts SET reaction_count_${type} = reaction_count_${type} + 1 WHERE id = $1`,
            pathValues.postId ?? null,
          )
        : Promise.resolve(),
    ),
  },
  {
    name: "reaction-count-only-grows",
    breaks: "a reaction that was taken back still counts",
    operations: ["unreactToPost"],
    intercept: afterAnswer(200, ({ pathValues }, { sql }, { type }) =>
      sql(
        `UPDATE posts SET reaction_count_${type} = reaction_count_${type} + 1 WHERE id = $1`,
        pathValues.postId ?? null,
      ),
    ),
  },
  {
    name: "comment-reaction-count-only-grows",
    breaks: "a reaction to a comment that was taken back still counts",
    operations: ["unreactToComment"],
    intercept: afterAnswer(200, ({ pathValues }, { sql }, { type }) =>
      sql(
        `UPDATE comments SET reaction_count_${type} = reaction_count_${type} + 1 WHERE id = $1`,
        pathValues.commentId ?? null,
      ),
    ),
  },
  {
    name: "reactions-of-one-type",
    breaks: "all reactions count as the first type",
    operations: ["getPost"],
    intercept: changeBody(200, (post) => ({ ...post, reactionCounts: { ...none, 1: sum(post.reactionCounts) } })),
  },
  {
    name: "list-without-comment-counts",
    breaks: "posts in the list have no comments",
    operations: ["listPosts"],
    intercept: changeBody(
      200,
      ofItems((post) => ({ ...post, commentCount: 0 })),
    ),
  },
  {
    name: "timeline-without-reactions",
    breaks: "posts in a timeline have no reactions",
    operations: ["getTimeline"],
    intercept: changeBody(
      200,
      ofItems((post) => ({ ...post, reactionCounts: none })),
    ),
  },
  {
    name: "lost-updates",
    breaks: "concurrent reactions are lost from the counter",
    operations: ["reactToPost"],
    intercept: (server) => {
      const inFlight = new Map<string, number>();
      return async (request, forward) => {
        const { postId = "" } = request.pathValues;
        const others = inFlight.get(postId) ?? 0;
        inFlight.set(postId, others + 1);
        const answer = await forward();
        inFlight.set(postId, (inFlight.get(postId) ?? 1) - 1);
        if (others === 0 || answer.status !== 201) return answer;
        const column = `reaction_count_${readJson(answer).type}`;
        await server.sql(`UPDATE posts SET ${column} = ${column} - 1 WHERE id = $1 AND ${column} > 0`, postId);
        return answer;
      };
    },
  },
  {
    name: "reaction-of-someone",
    breaks: "myReaction is another member's reaction",
    operations: ["getPost"],
    intercept: changeBody(200, (post) =>
      post.myReaction === null && sum(post.reactionCounts) > 0
        ? { ...post, myReaction: firstType(post.reactionCounts) }
        : post,
    ),
  },
  {
    name: "comment-reaction-of-someone",
    breaks: "myReaction of a comment is another member's reaction",
    operations: ["listComments"],
    intercept: changeBody(
      200,
      ofItems((comment) =>
        comment.myReaction === null && sum(comment.reactionCounts) > 0
          ? { ...comment, myReaction: firstType(comment.reactionCounts) }
          : comment,
      ),
    ),
  },
  {
    name: "list-without-my-reaction",
    breaks: "posts in the list have no myReaction",
    operations: ["listPosts"],
    intercept: changeBody(
      200,
      ofItems((post) => ({ ...post, myReaction: null })),
    ),
  },
  {
    name: "reaction-never-modified",
    breaks: "a changed reaction has isModified false",
    operations: ["reactToPost"],
    intercept: afterAnswer(201, (request, { sql }) =>
      sql(
        "UPDATE post_reactions SET is_modified = $1 WHERE post_id = $2 AND user_id = $3",
        0,
        request.pathValues.postId ?? null,
        senderOf(request),
      ),
    ),
  },
  {
    name: "totals-never-shrink",
    breaks: "deleted posts stay in the total",
    operations: ["getServiceStats"],
    intercept: changeBody(200, async (stats, _request, { sql }) => {
      const [row]: readonly AnyJson[] = await sql("SELECT count(*) AS posts FROM posts");
      return { ...stats, totalPosts: row.posts };
    }),
  },
  {
    name: "totals-of-yesterday",
    breaks: "new members are not in the total",
    operations: ["getServiceStats"],
    intercept: (server) => {
      let first: number | undefined;
      return changeBody(200, (stats) => {
        first ??= stats.totalUsers;
        return { ...stats, totalUsers: first };
      })(server);
    },
  },
  {
    name: "refusals-not-counted",
    breaks: "rejected requests are not counted",
    operations: ["getServerStats"],
    intercept: changeBody(200, (stats) => ({
      ...stats,
      byStatus: Object.fromEntries(Object.entries(stats.byStatus).filter(([status]) => !status.startsWith("4"))),
    })),
  },
];
