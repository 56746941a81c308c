import { execute } from "./cluster.ts";

const types = [1, 2, 3, 4, 5];
const counters = types.map((type) => `reaction_count_${type}`).join(", ");
const zeros = types.map(() => "0").join(", ");

/** Reactions per item, counted by type. */
const counted = (reactions: string, column: string) => `
  SELECT ${column} AS id, ${types.map((type) => `count(*) FILTER (WHERE type = ${type}) AS c${type}`).join(", ")}
  FROM ${reactions} GROUP BY ${column}`;
const wrongReactionCounts = (table: string, reactions: string, column: string) => `
  SELECT '${table}: reaction counts' AS what, item.id::text FROM ${table} item
  LEFT JOIN (${counted(reactions, column)}) c ON c.id = item.id
  WHERE (${counters}) <> (${types.map((type) => `COALESCE(c.c${type}, 0)`).join(", ")})
    OR c.id IS NULL AND (${counters}) <> (${zeros})`;

const sql = `
  ${wrongReactionCounts("posts", "post_reactions", "post_id")}
  UNION ALL
  ${wrongReactionCounts("comments", "comment_reactions", "comment_id")}
  UNION ALL
  SELECT 'posts: comment_count', p.id::text FROM posts p
  LEFT JOIN (SELECT post_id, count(*) FROM comments GROUP BY post_id) c ON c.post_id = p.id
  WHERE comment_count <> COALESCE(c.count, 0)
  UNION ALL
  SELECT 'users: unread_count', u.id FROM users u
  LEFT JOIN (SELECT user_id, count(*) FROM notifications WHERE NOT is_read GROUP BY user_id) n ON n.user_id = u.id
  WHERE unread_count <> COALESCE(n.count, 0)
  UNION ALL
  SELECT 'tallies', name FROM (SELECT name, sum(count) FROM tallies GROUP BY name) totals
  WHERE name = 'users' AND sum <> (SELECT count(*) FROM users)
     OR name = 'posts' AND sum <> (SELECT count(*) FROM posts WHERE deleted_at IS NULL)
  UNION ALL
  SELECT 'notifications: duplicate for a reaction', post_id || ' ' || actor_id FROM notifications WHERE type = 2
  GROUP BY post_id, actor_id HAVING count(*) > 1
  UNION ALL
  SELECT 'notifications: not the owner''s', n.id::text FROM notifications n JOIN posts p ON p.id = n.post_id
  WHERE n.user_id <> p.owner_id
  UNION ALL
  SELECT 'posts: owner missing', p.id::text FROM posts p LEFT JOIN users u ON u.id = p.owner_id WHERE u.id IS NULL
  UNION ALL
  SELECT 'comments: post missing', c.id::text FROM comments c LEFT JOIN posts p ON p.id = c.post_id WHERE p.id IS NULL
  LIMIT 100`;

/** Counters and totals that differ from a count of the rows, and dangling references; at most 100. */
export function wrongCounters(url: string): Promise<{ readonly what: string; readonly id: string }[]> {
  return execute(url, sql);
}
