import type { Database, PostgresEngine } from "../database/database.ts";
import { type Notifier, notificationType, notifying } from "../notification/notifier.ts";
import { reactionCountChanges, reactionCounter } from "../present/reaction-counts.ts";
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
  return database.dialect === "postgres" ? inOneStatement(database, notifier) : inTransaction(database, notifier);
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
    const [row] = await database.execute<PostReactionRow & { notifiedId: string | null }>(react, values);
    if (!row) return "no post";
    if (row.notifiedId !== null) announce(row.notifiedId);
    return row;
  };
}

/** The post is locked before its reactions are looked at, so that two requests of one member cannot both find none. */
function inTransaction(database: Database, { notifyOfReaction }: ReactionNotifier): ReactToPost {
  const { Post, PostReaction, User } = database.models;
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
