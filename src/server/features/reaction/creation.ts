import type { components } from "../../../../generated/schema.ts";
import { batchStatements, groupCommit, type OnLocked } from "../../database/batching/group-commit.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { writeTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { type Notifier, notificationType, notifying } from "../notification/notifier.ts";
import { postModel } from "../post/model.ts";
import { addReactionCountChanges, reactionCounter, sumReactionCountChanges } from "./counts.ts";
import { postReactionModel } from "./model.ts";
import type { PostReactionRow } from "./present.ts";

/** A request body with what the server adds. A new property of the body does not compile until the handler and a column have it. */
export type NewReaction = Required<components["schemas"]["NewReaction"]> & {
  readonly postId: number;
  readonly userId: string;
  readonly createdAt: Date;
};

/** Creates or changes a member's one reaction to a post, counts it and notifies the post's owner, in one transaction. */
export type ReactToPost = (reaction: NewReaction) => Promise<PostReactionRow | "no post">;

export type ReactionNotifier = Pick<Notifier, "notifyOfReaction" | "announce">;

/** Postgres batches reactions in one statement; SQLite, which has no data-modifying WITH, takes a transaction for each. */
export function postReaction(database: Database, notifier: ReactionNotifier): ReactToPost {
  if (database.dialect === "sqlite") return reactInTransaction(database, notifier);
  const write = groupCommit({
    keyOf: ({ postId, userId }: NewReaction) => `${postId} ${userId}`,
    lockOf: ({ postId }) => postId,
    commit: (reactions, onLocked) => writeReactions(database, notifier, reactions, onLocked),
  });
  return async (reaction) => (await write(reaction)) ?? "no post";
}

interface ReactedRow extends PostReactionRow {
  /** The position of its write in the batch, from 1. */
  readonly nth: number;
  /** The member who was notified, if any. */
  readonly notifiedId: string | null;
}

const input = writeTable<NewReaction>({
  postId: { name: "post_id", type: "bigint" },
  userId: { name: "actor_id", type: "varchar" },
  type: { name: "type", type: "smallint" },
  createdAt: { name: "at", type: "timestamptz" },
});

/**
 * A batch has at most one reaction of a member to a post. Reactions to posts that are missing or, with SKIP LOCKED, locked
 * are left out.
 *
 * The post is locked first, so that concurrent reactions to it wait here. After the wait, the statement still reads its own
 * snapshot, except for the locked rows: `post` and `old` are read in their newest version. So the new counters are computed
 * from `post`; the row that UPDATE finds may be older and would violate a CHECK. A reaction that `old` misses because it is
 * newer than the snapshot violates the unique key, and the statement runs again.
 */
const react = batchStatements(
  "reaction_to_post",
  (skipLocked) => `
  WITH writes AS MATERIALIZED (
    SELECT * FROM ${input.sql}
  ), post AS MATERIALIZED (
    SELECT * FROM posts WHERE id IN (SELECT post_id FROM writes) AND deleted_at IS NULL FOR NO KEY UPDATE ${skipLocked}
  ), old AS MATERIALIZED (
    SELECT r.id, r.post_id, r.user_id, r.type, r.is_modified, r.created_at
    FROM writes JOIN post ON post.id = writes.post_id
      JOIN post_reactions r ON r.post_id = post.id AND r.user_id = writes.actor_id
    FOR NO KEY UPDATE OF r
  ), reacted AS MATERIALIZED (
    SELECT writes.*, post.owner_id, old.id AS old_id, old.type AS old_type, old.is_modified, old.created_at
    FROM writes JOIN post ON post.id = writes.post_id
      LEFT JOIN old ON old.post_id = writes.post_id AND old.user_id = writes.actor_id
  ), created AS (
    INSERT INTO post_reactions (post_id, user_id, type, created_at)
    SELECT post_id, actor_id, type, at FROM reacted WHERE old_id IS NULL ORDER BY nth
  ), changed AS (
    UPDATE post_reactions SET type = reacted.type, is_modified = TRUE
    FROM reacted WHERE post_reactions.id = reacted.old_id AND reacted.old_type <> reacted.type
  ), counted AS (
    UPDATE posts SET ${addReactionCountChanges("post")}
    FROM post JOIN (
      SELECT post_id, ${sumReactionCountChanges("type", "old_type")} FROM reacted
      WHERE old_type IS DISTINCT FROM type GROUP BY post_id
    ) more ON more.post_id = post.id
    WHERE posts.id = post.id
  ), acted AS (
    SELECT post_id, owner_id, actor_id, at, nth FROM reacted WHERE old_id IS NULL
  ), ${notifying(notificationType.reaction)}
  SELECT nth, u.id AS "authorId", u.name AS "authorName", u.nickname AS "authorNickname", reacted.type,
    COALESCE(is_modified OR old_type <> type, FALSE) AS "isModified", COALESCE(reacted.created_at, at) AS "createdAt",
    notified.user_id AS "notifiedId"
  FROM reacted JOIN users u ON u.id = reacted.actor_id
    LEFT JOIN notified ON notified.post_id = reacted.post_id AND notified.actor_id = reacted.actor_id`,
);

async function writeReactions(
  database: Pick<PostgresEngine, "execute">,
  { announce }: ReactionNotifier,
  reactions: readonly NewReaction[],
  onLocked: OnLocked,
): Promise<(PostReactionRow | undefined)[]> {
  const rows = await database.execute<ReactedRow>(react[onLocked], input.values(reactions));
  const reacted: (PostReactionRow | undefined)[] = reactions.map(() => undefined);
  for (const row of rows) {
    reacted[row.nth - 1] = row;
    if (row.notifiedId !== null) announce(row.notifiedId);
  }
  return reacted;
}

/** The post is locked before its reactions are read, so that two concurrent requests of one member cannot both find none. */
function reactInTransaction(database: Database, { notifyOfReaction }: ReactionNotifier): ReactToPost {
  const Post = postModel(database);
  const PostReaction = postReactionModel(database);
  const User = userModel(database);
  return ({ postId, userId, type, createdAt }) =>
    database.write(async (transaction) => {
      const post = await Post.findOne({ where: { id: postId, deletedAt: null }, lock: true, transaction });
      if (!post) return "no post";
      let reaction = await PostReaction.findOne({ where: { postId, userId }, transaction });
      if (!reaction) {
        const row = { postId, userId, type, createdAt } satisfies ColumnsFor<NewReaction>;
        reaction = await PostReaction.create(row, { transaction });
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
