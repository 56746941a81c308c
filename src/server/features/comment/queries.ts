import type { Database } from "../../database/database.ts";
import { commentColumns } from "./lists.ts";
import type { CommentRow } from "./present.ts";

export interface CommentQueries {
  /** One comment of a post with the viewer's reaction; undefined if it does not exist or the post was deleted. */
  find(postId: number, id: number, viewerId: string): Promise<CommentRow | undefined>;
}

const findComment = {
  name: "comment_find",
  text: `
  SELECT ${commentColumns}, r.type AS "myReaction"
  FROM comments p
  JOIN users u ON u.id = p.owner_id
  LEFT JOIN comment_reactions r ON r.comment_id = p.id AND r.user_id = $1
  WHERE p.id = $3 AND p.post_id = $2
    AND EXISTS (SELECT 1 FROM posts WHERE id = $2 AND deleted_at IS NULL)`,
};

export function commentQueries(database: Database): CommentQueries {
  return {
    find: async (postId, id, viewerId) => (await database.read<CommentRow>(findComment, [viewerId, postId, id]))[0],
  };
}
