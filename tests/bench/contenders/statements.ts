/*
 * The SQL of contenders (1) to (3) and of pgbench, tuned by hand: a page is limited before it is joined, LIMIT is a literal,
 * and a write is a single statement, so one round trip and one commit.
 */

const counts = (table: string) => [1, 2, 3, 4, 5].map((type) => `${table}.reaction_count_${type}`).join(", ");
const author = (table: string) => `${table}.id AS author_id, ${table}.name, ${table}.nickname`;

const postColumns = `
  p.id, ${author("u")}, p.content, p.created_at, p.updated_at, p.comment_count, ${counts("p")}, r.type AS my_reaction`;
const myReaction = "LEFT JOIN post_reactions r ON r.post_id = p.id AND r.user_id = $1";

/** $1 viewer, $2 exclusive upper bound of the ids. @param rows page size plus one */
export const listPosts = (rows: number) => `
  SELECT ${postColumns}
  FROM (SELECT * FROM posts WHERE deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT ${rows}) p
  JOIN users u ON u.id = p.owner_id ${myReaction}
  ORDER BY p.id DESC`;

/** $1 viewer, $2 post. */
export const getPost = `
  SELECT ${postColumns} FROM posts p JOIN users u ON u.id = p.owner_id ${myReaction}
  WHERE p.id = $2 AND p.deleted_at IS NULL`;

/** $1 viewer, $2 exclusive upper bound of the ids, $3 owner. One row without a post for an empty timeline. */
export const getTimeline = (rows: number) => `
  SELECT ${postColumns}
  FROM users u
  LEFT JOIN (
    SELECT * FROM posts WHERE owner_id = $3 AND deleted_at IS NULL AND id < $2 ORDER BY id DESC LIMIT ${rows}
  ) p ON p.owner_id = u.id ${myReaction}
  WHERE u.id = $3
  ORDER BY p.id DESC`;

/** $1 viewer, $2 post, $3 exclusive lower bound of the ids. One row without a comment for a post without comments. */
export const listComments = (rows: number) => `
  SELECT c.id, c.post_id, ${author("u")}, c.content, c.is_modified, c.created_at, c.updated_at, ${counts("c")},
         r.type AS my_reaction
  FROM posts p
  LEFT JOIN (SELECT * FROM comments WHERE post_id = $2 AND id > $3 ORDER BY id LIMIT ${rows}) c ON c.post_id = p.id
  LEFT JOIN users u ON u.id = c.owner_id
  LEFT JOIN comment_reactions r ON r.comment_id = c.id AND r.user_id = $1
  WHERE p.id = $2 AND p.deleted_at IS NULL
  ORDER BY c.id`;

/** $1 owner, $2 exclusive upper bound of the ids. One row without a notification if there is none. */
export const listNotifications = (rows: number) => `
  SELECT n.id, n.type, ${author("actor")}, n.post_id, n.is_read, n.created_at, me.unread_count
  FROM users me
  LEFT JOIN (SELECT * FROM notifications WHERE user_id = $1 AND id < $2 ORDER BY id DESC LIMIT ${rows}) n ON n.user_id = me.id
  LEFT JOIN users actor ON actor.id = n.actor_id
  WHERE me.id = $1
  ORDER BY n.id DESC`;

/** $1 owner, $2 content, $3 time, $4 name of the sharded counter of this quarter hour, $5 shard. */
export const createPost = `
  WITH post AS (
    INSERT INTO posts (owner_id, content, created_at, updated_at) VALUES ($1, $2, $3, $3) RETURNING id
  ), totals AS (
    INSERT INTO tallies (name, shard, count) VALUES ('posts', $5, 1), ($4, $5, 1)
    ON CONFLICT (name, shard) DO UPDATE SET count = tallies.count + excluded.count
  )
  SELECT post.id, u.name, u.nickname FROM post JOIN users u ON u.id = $1`;

/** $1 post, $2 author, $3 content, $4 time. No row if there is no such post. */
export const createComment = `
  WITH post AS (
    UPDATE posts SET comment_count = comment_count + 1 WHERE id = $1 AND deleted_at IS NULL RETURNING id, owner_id
  ), comment AS (
    INSERT INTO comments (post_id, owner_id, content, created_at, updated_at) SELECT id, $2, $3, $4, $4 FROM post
    RETURNING id
  ), notification AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT owner_id, 1, $2, id, $4 FROM post WHERE owner_id <> $2
  ), unread AS (
    UPDATE users SET unread_count = unread_count + 1 FROM post WHERE users.id = post.owner_id AND post.owner_id <> $2
  )
  SELECT comment.id, u.name, u.nickname FROM comment JOIN users u ON u.id = $2`;

/** $1 post. One row if it exists or existed. */
export const postExists = "SELECT 1 FROM posts WHERE id = $1";

/**
 * $1 post, $2 member, $3 type, $4 time. No row if there is no such post. Two concurrent first reactions of one member
 * violate the unique key: retry the statement then.
 */
export const reactToPost = `
  WITH post AS MATERIALIZED (
    SELECT id, owner_id FROM posts WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE
  ), old AS MATERIALIZED (
    SELECT r.id, r.type, r.is_modified, r.created_at FROM post JOIN post_reactions r ON r.post_id = post.id
    WHERE r.user_id = $2 FOR NO KEY UPDATE OF r
  ), created AS (
    INSERT INTO post_reactions (post_id, user_id, type, created_at)
    SELECT id, $2, $3, $4 FROM post WHERE NOT EXISTS (SELECT FROM old) RETURNING id
  ), changed AS (
    UPDATE post_reactions SET type = $3, is_modified = TRUE FROM old WHERE post_reactions.id = old.id AND old.type <> $3
  ), counted AS (
    UPDATE posts SET ${[1, 2, 3, 4, 5]
      .map(
        (type) =>
          `reaction_count_${type} = reaction_count_${type} + ($3 = ${type})::int - COALESCE((old.type = ${type})::int, 0)`,
      )
      .join(", ")}
    FROM post LEFT JOIN old ON TRUE WHERE posts.id = post.id AND old.type IS DISTINCT FROM $3
  ), notification AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT owner_id, 2, $2, post.id, $4 FROM created, post WHERE owner_id <> $2
    ON CONFLICT (post_id, actor_id) WHERE type = 2 DO NOTHING RETURNING user_id
  ), unread AS (
    UPDATE users SET unread_count = unread_count + 1 FROM notification WHERE users.id = notification.user_id
  )
  SELECT u.name, u.nickname, COALESCE(old.is_modified OR old.type <> $3, FALSE) AS is_modified, old.created_at
  FROM post JOIN users u ON u.id = $2 LEFT JOIN old ON TRUE`;

/** $1 id. */
export const credentials = "SELECT password_hash, temporary_password_expires_at FROM users WHERE id = $1";

/** $1 session, $2 user, $3 time, $4 hash of the refresh token, $5 its expiry. */
export const openSession = `
  WITH session AS (INSERT INTO sessions (id, user_id, created_at) VALUES ($1, $2, $3) RETURNING id)
  INSERT INTO refresh_tokens (hash, session_id, created_at, expires_at) SELECT $4, id, $3, $5 FROM session`;
