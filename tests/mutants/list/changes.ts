import { type AnyJson, afterAnswer, changeAnswer, changeBody, type Mutant, retryWith, withJson } from "../mutant.ts";

const idInPath = ({ path }: { readonly path: string }, name: string) =>
  Number(new RegExp(`/${name}/(\\d+)`).exec(path)?.[1] ?? 0);

export const changeMutants: readonly Mutant[] = [
  {
    name: "created-at-changes",
    breaks: "changing a post changes its createdAt",
    operations: ["updatePost"],
    intercept: changeBody(200, async (post, _request, { sql }) => {
      await sql("UPDATE posts SET created_at = updated_at WHERE id = $1", post.id);
      return { ...post, createdAt: post.updatedAt };
    }),
  },
  {
    name: "updated-at-stays",
    breaks: "changing a post does not change its updatedAt",
    operations: ["updatePost"],
    intercept: changeBody(200, async (post, _request, { sql }) => {
      await sql("UPDATE posts SET updated_at = created_at WHERE id = $1", post.id);
      return { ...post, updatedAt: post.createdAt };
    }),
  },
  {
    name: "comment-updated-at-stays",
    breaks: "changing a comment does not change its updatedAt",
    operations: ["updateComment"],
    intercept: changeBody(200, async (comment, _request, { sql }) => {
      await sql("UPDATE comments SET updated_at = created_at WHERE id = $1", comment.id);
      return { ...comment, updatedAt: comment.createdAt };
    }),
  },
  {
    name: "comment-never-modified",
    breaks: "a changed comment has isModified false",
    operations: ["updateComment"],
    intercept: changeBody(200, async (comment, _request, { sql }) => {
      await sql("UPDATE comments SET is_modified = 0 WHERE id = $1", comment.id);
      return { ...comment, isModified: false };
    }),
  },
  {
    name: "update-not-kept",
    breaks: "updatePost returns the new text and stores the old one",
    operations: ["updatePost"],
    intercept: (server) => async (request, forward) => {
      const id = idInPath(request, "post");
      const [before]: readonly AnyJson[] = await server.sql("SELECT content FROM posts WHERE id = $1", id);
      const answer = await forward();
      if (answer.status === 200) await server.sql("UPDATE posts SET content = $1 WHERE id = $2", before.content, id);
      return answer;
    },
  },
  {
    name: "update-takes-reactions",
    breaks: "changing a comment deletes its reactions",
    operations: ["updateComment"],
    intercept: changeBody(200, async (comment, _request, { sql }) => {
      await sql("DELETE FROM comment_reactions WHERE comment_id = $1", comment.id);
      await sql("UPDATE comments SET reaction_count_1 = 0, reaction_count_3 = 0 WHERE id = $1", comment.id);
      return { ...comment, reactionCounts: { 1: 0, 2: 0, 3: 0, 4: 0, 5: 0 }, myReaction: null };
    }),
  },
  {
    name: "take-back-nothing",
    breaks: "unreactToPost succeeds without a reaction",
    operations: ["unreactToPost"],
    intercept: (server) => {
      let last: AnyJson;
      return async (request, forward) => {
        const answer = await forward();
        if (answer.status === 200) last = JSON.parse(answer.body.toString());
        const isThere = await server.sql(
          "SELECT id FROM posts WHERE id = $1 AND deleted_at IS NULL",
          idInPath(request, "post"),
        );
        return answer.status === 404 && last && isThere.length > 0 ? withJson(answer, last, 200) : answer;
      };
    },
  },
  {
    name: "react-to-deleted",
    breaks: "reactions to a deleted post are accepted",
    operations: ["reactToPost"],
    intercept: retryWith(404, async (request, { sql }) => {
      await sql("UPDATE posts SET deleted_at = NULL WHERE id = $1", idInPath(request, "post"));
      return {};
    }),
  },
  {
    name: "bio-not-cleared",
    breaks: "a bio cannot be cleared",
    operations: ["changeBio"],
    intercept: changeBody(200, async (me, _request, { sql }) => {
      if (me.bio === null) await sql("UPDATE users SET bio = $1 WHERE id = $2", "Still here", me.id);
      return me;
    }),
  },
  {
    name: "same-nickname-again",
    breaks: "setting the current nickname again succeeds",
    operations: ["changeNickname"],
    intercept: (server) => {
      const latest = new Map<string, AnyJson>();
      return async (request, forward) => {
        const token = request.headers.authorization ?? "";
        const answer = await forward();
        if (answer.status === 200) latest.set(token, JSON.parse(answer.body.toString()));
        return changeAnswer(409, (refused) => withJson(refused, latest.get(token) ?? {}, 200))(server)(
          request,
          async () => answer,
        );
      };
    },
  },
  {
    name: "sign-up-overwrites",
    breaks: "signing up with an id that is taken changes its member",
    operations: ["signUp"],
    intercept: afterAnswer(409, ({ body: given }, { sql }) => {
      const { id, name } = JSON.parse(given.toString());
      return sql("UPDATE users SET name = $1 WHERE id = $2", name, id);
    }),
  },
];
