import type { components } from "../../../../generated/schema.ts";
import { groupCommit } from "../../database/batching/group-commit.ts";
import type { ColumnsFor } from "../../database/columns.ts";
import { addToCounters, postsCounterName, randomShard } from "../../database/counters/sharded-counters.ts";
import type { Database, PostgresEngine } from "../../database/database.ts";
import { writeTable } from "../../database/postgres/arrays.ts";
import { userModel } from "../account/model.ts";
import { postModel } from "./model.ts";

/** A request body with what the server adds. A new property of the body does not compile until the handler and a column have it. */
export type NewPost = Required<components["schemas"]["NewPost"]> & {
  readonly ownerId: string;
  readonly createdAt: Date;
};

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

const input = writeTable<NewPost & { readonly counter: string }>({
  ownerId: { name: "owner_id", type: "varchar" },
  content: { name: "content", type: "text" },
  createdAt: { name: "created_at", type: "timestamptz" },
  counter: { name: "counter", type: "varchar" },
});

/** Ids follow the order of insertion. Counters are locked in the order of their names, as in every other write. */
const insert = {
  name: "post_create",
  text: `
  WITH writes AS MATERIALIZED (
    SELECT nextval('posts_id_seq') AS id, * FROM ${input.sql}
  ), post AS (
    INSERT INTO posts (id, owner_id, content, created_at, updated_at)
    SELECT id, owner_id, content, created_at, created_at FROM writes
  ), counted AS (
    INSERT INTO tallies (name, shard, count)
    SELECT name, ${input.nextParameter}, count(*) FROM (SELECT 'posts' AS name FROM writes UNION ALL SELECT counter FROM writes) counters
    GROUP BY name ORDER BY name COLLATE "C"
    ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count
  )
  SELECT writes.id, u.name AS "authorName", u.nickname AS "authorNickname"
  FROM writes JOIN users u ON u.id = writes.owner_id ORDER BY nth`,
};

function insertPosts(database: Pick<PostgresEngine, "execute">, posts: readonly NewPost[]): Promise<CreatedPost[]> {
  const writes = posts.map(({ ownerId, content, createdAt }) => {
    return { ownerId, content, createdAt, counter: postsCounterName(createdAt) };
  });
  return database.execute<CreatedPost>(insert, [...input.values(writes), randomShard()]);
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
      const row = { ownerId, content, createdAt, updatedAt: createdAt } satisfies ColumnsFor<NewPost, "updatedAt">;
      const post = await Post.create(row, { transaction });
      await addToCounters(database, transaction, { posts: 1, [postsCounterName(createdAt)]: 1 });
      return { id: post.id, authorName: owner.name, authorNickname: owner.nickname };
    });
}
