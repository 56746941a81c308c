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

/** Inserts a post and counts it, in one transaction. */
export type CreatePost = (post: NewPost) => Promise<CreatedPost>;

/** Postgres batches posts in one statement; SQLite, which has no data-modifying WITH, takes a transaction for each. */
export function postCreation(database: Database): CreatePost {
  if (database.dialect === "sqlite") return createInTransaction(database);
  const create = groupCommit({ commit: (posts: readonly NewPost[]) => insertPosts(database, posts) });
  return async (post) => {
    const created = await create(post);
    if (!created) throw new Error(`A valid token names a member that does not exist: ${post.ownerId}`);
    return created;
  };
}

/** Ids follow the order of insertion. Counters are locked in the order of their names, as in every other write. */
const insert = {
  name: "post_create",
  text: `
  WITH written AS MATERIALIZED (
    SELECT nextval('posts_id_seq') AS id, *
    FROM ${writtenTable({ owner_id: "varchar", content: "text", created_at: "timestamptz", counter: "varchar" })}
  ), post AS (
    INSERT INTO posts (id, owner_id, content, created_at, updated_at)
    SELECT id, owner_id, content, created_at, created_at FROM written
  ), counted AS (
    INSERT INTO tallies (name, shard, count)
    SELECT name, $5, count(*) FROM (SELECT 'posts' AS name FROM written UNION ALL SELECT counter FROM written) counters
    GROUP BY name ORDER BY name COLLATE "C"
    ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count
  )
  SELECT written.id, u.name AS "authorName", u.nickname AS "authorNickname"
  FROM written JOIN users u ON u.id = written.owner_id ORDER BY nth`,
};

function insertPosts(database: Pick<PostgresEngine, "execute">, posts: readonly NewPost[]): Promise<CreatedPost[]> {
  return database.execute<CreatedPost>(insert, [
    arrayText(posts.map(({ ownerId }) => ownerId)),
    arrayText(posts.map(({ content }) => content)),
    arrayText(posts.map(({ createdAt }) => createdAt.toISOString())),
    arrayText(posts.map(({ createdAt }) => postsCounterName(createdAt))),
    randomShard(),
  ]);
}

function createInTransaction(database: Database): CreatePost {
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
