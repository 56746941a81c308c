import { groupCommit } from "../../database/batching/group-commit.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { arrayText, writtenTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { type Notifier, notificationType, notifying, notifyingOfAll } from "../notification/notifier.ts";
import { postModel } from "../post/model.ts";
import { addReactionCountSums, reactionCountChanges, reactionCounter, reactionCountSums } from "./counts.ts";
import { postReactionModel } from "./model.ts";
import type { PostReactionRow } from "./present.ts";

export interface NewReaction {
  readonly postId: number;
  readonly userId: string;
  readonly type: number;
  readonly at: Date;
}

/** Makes or changes a member's one reaction to a post, counts it and tells the post's owner, in one transaction. */
export type ReactToPost = (reaction: NewReaction) => Promise<PostReactionRow | "no post">;

export type ReactionNotifier = Pick<Notifier, "notifyOfReaction" | "announce">;

export function postReaction(database: Database, notifier: ReactionNotifier): ReactToPost {
  if (database.dialect === "sqlite") return inTransaction(database, notifier);
  return groupCommit({
    keyOf: ({ postId, userId }) => `${postId} ${userId}`,
    lockOf: ({ postId }) => postId,
    alone: inOneStatement(database, notifier),
    batch: allInOneStatement(database, notifier),
  });
}

interface ReactedRow extends PostReactionRow {
  readonly notifiedId: string | null;
}

/**
 * The post is locked before anything else, so that whoever reacts to it waits here. What was committed meanwhile is seen of
 * the rows that are locked, `post` and `old`, and of nothing else in the statement. So the counters are counted on from
 * `post`: those of the row that UPDATE finds first may be so old that they would violate a CHECK. And a reaction that `old`
 * misses because it is new violates the unique key, whereupon the statement runs again.
 */
const react = {
  name: "reaction_to_post",
  text: `
  WITH post AS MATERIALIZED (
    SELECT * FROM posts WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE
  ), old AS MATERIALIZED (
    SELECT r.id, r.type, r.is_modified, r.created_at FROM post JOIN post_reactions r ON r.post_id = post.id
    WHERE r.user_id = $2 FOR NO KEY UPDATE OF r
  ), created AS (
    INSERT INTO post_reactions (post_id, user_id, type, created_at)
    SELECT id, $2, $3, $4 FROM post WHERE NOT EXISTS (SELECT FROM old) RETURNING post_id
  ), changed AS (
    UPDATE post_reactions SET type = $3, is_modified = TRUE FROM old WHERE post_reactions.id = old.id AND old.type <> $3
  ), counted AS (
    UPDATE posts SET ${reactionCountChanges("post", "$3", "old.type")}
    FROM post LEFT JOIN old ON TRUE WHERE posts.id = post.id AND old.type IS DISTINCT FROM $3
  ), reacted AS (
    SELECT post.id, post.owner_id FROM created JOIN post ON post.id = created.post_id
  ), ${notifying({ type: notificationType.reaction, post: "reacted", actor: "$2", at: "$4" })}
  SELECT u.id AS "authorId", u.name AS "authorName", u.nickname AS "authorNickname", $3::int AS type,
    COALESCE(old.is_modified OR old.type <> $3, FALSE) AS "isModified", COALESCE(old.created_at, $4) AS "createdAt",
    notified.user_id AS "notifiedId"
  FROM post JOIN users u ON u.id = $2 LEFT JOIN old ON TRUE LEFT JOIN notified ON TRUE`,
};

function inOneStatement(database: Pick<PostgresEngine, "execute">, { announce }: ReactionNotifier): ReactToPost {
  return async ({ postId, userId, type, at }) => {
    const values = [postId, userId, type, at];
    const [row] = await database.execute<ReactedRow>(react, values);
    if (!row) return "no post";
    if (row.notifiedId !== null) announce(row.notifiedId);
    return row;
  };
}

/**
 * The same for reactions of which no two are of one member to one post. Those to posts that are not there, or that another
 * transaction holds, are left out: they are done alone.
 */
const reactAll = {
  name: "reaction_to_posts",
  text: `
  WITH written AS MATERIALIZED (
    SELECT * FROM ${writtenTable({ post_id: "bigint", actor_id: "varchar", type: "smallint", at: "timestamptz" })}
  ), post AS MATERIALIZED (
    SELECT * FROM posts WHERE id IN (SELECT post_id FROM written) AND deleted_at IS NULL FOR NO KEY UPDATE SKIP LOCKED
  ), old AS MATERIALIZED (
    SELECT r.id, r.post_id, r.user_id, r.type, r.is_modified, r.created_at
    FROM written JOIN post ON post.id = written.post_id
      JOIN post_reactions r ON r.post_id = post.id AND r.user_id = written.actor_id
    FOR NO KEY UPDATE OF r
  ), reacted AS MATERIALIZED (
    SELECT written.*, post.owner_id, old.id AS old_id, old.type AS old_type, old.is_modified, old.created_at
    FROM written JOIN post ON post.id = written.post_id
      LEFT JOIN old ON old.post_id = written.post_id AND old.user_id = written.actor_id
  ), created AS (
    INSERT INTO post_reactions (post_id, user_id, type, created_at)
    SELECT post_id, actor_id, type, at FROM reacted WHERE old_id IS NULL ORDER BY nth
  ), changed AS (
    UPDATE post_reactions SET type = reacted.type, is_modified = TRUE
    FROM reacted WHERE post_reactions.id = reacted.old_id AND reacted.old_type <> reacted.type
  ), counted AS (
    UPDATE posts SET ${addReactionCountSums("post")}
    FROM post JOIN (
      SELECT post_id, ${reactionCountSums("type", "old_type")} FROM reacted
      WHERE old_type IS DISTINCT FROM type GROUP BY post_id
    ) more ON more.post_id = post.id
    WHERE posts.id = post.id
  ), acted AS (
    SELECT post_id, owner_id, actor_id, at, nth FROM reacted WHERE old_id IS NULL
  ), ${notifyingOfAll(notificationType.reaction)}
  SELECT nth, u.id AS "authorId", u.name AS "authorName", u.nickname AS "authorNickname", reacted.type,
    COALESCE(is_modified OR old_type <> type, FALSE) AS "isModified", COALESCE(reacted.created_at, at) AS "createdAt",
    notified.user_id AS "notifiedId"
  FROM reacted JOIN users u ON u.id = reacted.actor_id
    LEFT JOIN notified ON notified.post_id = reacted.post_id AND notified.actor_id = reacted.actor_id`,
};

function allInOneStatement(database: Pick<PostgresEngine, "execute">, { announce }: ReactionNotifier) {
  return async (reactions: readonly NewReaction[]): Promise<(PostReactionRow | undefined)[]> => {
    const rows = await database.execute<ReactedRow & { nth: number }>(reactAll, [
      arrayText(reactions.map(({ postId }) => postId)),
      arrayText(reactions.map(({ userId }) => userId)),
      arrayText(reactions.map(({ type }) => type)),
      arrayText(reactions.map(({ at }) => at.toISOString())),
    ]);
    const reacted: (PostReactionRow | undefined)[] = reactions.map(() => undefined);
    for (const row of rows) {
      reacted[row.nth - 1] = row;
      if (row.notifiedId !== null) announce(row.notifiedId);
    }
    return reacted;
  };
}

/** The post is locked before its reactions are looked at, so that two requests of one member cannot both find none. */
function inTransaction(database: Database, { notifyOfReaction }: ReactionNotifier): ReactToPost {
  const Post = postModel(database);
  const PostReaction = postReactionModel(database);
  const User = userModel(database);
  return ({ postId, userId, type, at }) =>
    database.write(async (transaction) => {
      const post = await Post.findOne({ where: { id: postId, deletedAt: null }, lock: true, transaction });
      if (!post) return "no post";
      let reaction = await PostReaction.findOne({ where: { postId, userId }, transaction });
      if (!reaction) {
        reaction = await PostReaction.create({ postId, userId, type, createdAt: at }, { transaction });
        await post.increment(reactionCounter(type), { transaction });
        await notifyOfReaction(post, userId, transaction);
      } else if (reaction.type !== type) {
        await post.increment({ [reactionCounter(reaction.type)]: -1, [reactionCounter(type)]: 1 }, { transaction });
        await reaction.update({ type, isModified: true }, { transaction });
      }
      const { name, nickname } = await User.findByPk(userId, { rejectOnEmpty: true, transaction });
      return { ...reaction.get(), authorId: userId, authorName: name, authorNickname: nickname };
    });
}
