import type { Database, PostgresEngine } from "../database/database.ts";
import { addToTallies, anyShard, postsTallyName } from "../database/tallies.ts";

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
  return database.dialect === "postgres" ? inOneStatement(database) : inTransaction(database);
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
    const values = [ownerId, content, createdAt, postsTallyName(createdAt), anyShard()];
    const [created] = await database.execute<CreatedPost>(create, values);
    if (!created) throw new Error(`A valid token names a member who is not there: ${ownerId}`);
    return created;
  };
}

function inTransaction(database: Database): CreatePost {
  const { Post, User } = database.models;
  return ({ ownerId, content, createdAt }) =>
    database.write(async (transaction) => {
      const owner = await User.findByPk(ownerId, {
        attributes: ["name", "nickname"],
        rejectOnEmpty: true,
        transaction,
      });
      const post = await Post.create({ ownerId, content, createdAt, updatedAt: createdAt }, { transaction });
      await addToTallies(database, transaction, { posts: 1, [postsTallyName(createdAt)]: 1 });
      return { id: post.id, authorName: owner.name, authorNickname: owner.nickname };
    });
}
