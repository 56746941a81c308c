import { groupCommit } from "../../database/batching/group-commit.ts";
import { addToCounters, postsCounterName, randomShard } from "../../database/counters/sharded-counters.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { arrayText, writtenTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { postModel } from "./model.ts";

export interface NewPost {
  readonly ownerId: string;
  readonly content: string;
  readonly createdAt: Date;
}

/** What the database adds to a new post. */
export interface CreatedPost {
  readonly id: number;
  readonly authorName: string;
  readonly authorNickname: string | null;
}

/** Writes a post, and counts it, in one transaction. */
export type CreatePost = (post: NewPost) => Promise<CreatedPost>;

export function postCreation(database: Database): CreatePost {
  if (database.dialect === "sqlite") return inTransaction(database);
  return groupCommit({ alone: inOneStatement(database), batch: allInOneStatement(database) });
}

const create = {
  name: "post_create",
  text: `
  WITH post AS (
    INSERT INTO posts (owner_id, content, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id
  ), tallied AS (
    INSERT INTO tallies (name, shard, count) VALUES ('posts', $5, 1), ($4, $5, 1)
    ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count
  )
  SELECT post.id, u.name AS "authorName", u.nickname AS "authorNickname" FROM post JOIN users u ON u.id = $1`,
};

function inOneStatement(database: Pick<PostgresEngine, "execute">): CreatePost {
  return async ({ ownerId, content, createdAt }) => {
    const values = [ownerId, content, createdAt, postsCounterName(createdAt), randomShard()];
    const [created] = await database.execute<CreatedPost>(create, values);
    if (!created) throw new Error(`A valid token names a member who is not there: ${ownerId}`);
    return created;
  };
}

/** Ids are given in the order in which rows are inserted. Totals are locked in the order of their names, as everywhere. */
const createAll = {
  name: "post_create_all",
  text: `
  WITH written AS MATERIALIZED (
    SELECT * FROM ${writtenTable({ owner_id: "varchar", content: "text", created_at: "timestamptz", total: "varchar" })}
  ), post AS (
    INSERT INTO posts (owner_id, content, created_at, updated_at)
    SELECT owner_id, content, created_at, created_at FROM written ORDER BY nth
    RETURNING id, owner_id
  ), tallied AS (
    INSERT INTO tallies (name, shard, count)
    SELECT name, $5, count(*) FROM (SELECT 'posts' AS name FROM written UNION ALL SELECT total FROM written) counted
    GROUP BY name ORDER BY name COLLATE "C"
    ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count
  )
  SELECT post.id, u.name AS "authorName", u.nickname AS "authorNickname"
  FROM post JOIN users u ON u.id = post.owner_id ORDER BY post.id`,
};

function allInOneStatement(database: Pick<PostgresEngine, "execute">) {
  return (posts: readonly NewPost[]): Promise<CreatedPost[]> =>
    database.execute<CreatedPost>(createAll, [
      arrayText(posts.map(({ ownerId }) => ownerId)),
      arrayText(posts.map(({ content }) => content)),
      arrayText(posts.map(({ createdAt }) => createdAt.toISOString())),
      arrayText(posts.map(({ createdAt }) => postsCounterName(createdAt))),
      randomShard(),
    ]);
}

function inTransaction(database: Database): CreatePost {
  const Post = postModel(database);
  const User = userModel(database);
  return ({ ownerId, content, createdAt }) =>
    database.write(async (transaction) => {
      const owner = await User.findByPk(ownerId, {
        attributes: ["name", "nickname"],
        rejectOnEmpty: true,
        transaction,
      });
      const post = await Post.create({ ownerId, content, createdAt, updatedAt: createdAt }, { transaction });
      await addToCounters(database, transaction, { posts: 1, [postsCounterName(createdAt)]: 1 });
      return { id: post.id, authorName: owner.name, authorNickname: owner.nickname };
    });
}
