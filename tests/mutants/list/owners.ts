import type { Asked } from "../door.ts";
import {
  by,
  type Door,
  insisting,
  isTokenGood,
  type Json,
  type Mutant,
  senderOf,
  told,
  type World,
  withJson,
} from "../mutant.ts";

/** Whoever is refused is taken for the owner of what they name. */
function forAnyone(table: string, column: string, value: string): Door {
  return insisting(403, async (asked, world, answer) => {
    const [row]: readonly Json[] = await world.sql(
      `SELECT ${column} AS owner FROM ${table} WHERE id = $1`,
      asked.values[value] ?? null,
    );
    return row && isTokenGood(answer) ? by(world.tokenOf(row.owner), asked) : undefined;
  });
}

async function isOwnerOfPost({ values, ...asked }: Asked, world: World): Promise<boolean> {
  const [post]: readonly Json[] = await world.sql("SELECT owner_id FROM posts WHERE id = $1", values.postId ?? null);
  const [comment]: readonly Json[] = await world.sql(
    "SELECT owner_id FROM comments WHERE id = $1",
    values.commentId ?? null,
  );
  const sender = senderOf({ values, ...asked });
  return post?.owner_id === sender && comment?.owner_id !== sender;
}

export const ownerMutants: readonly Mutant[] = [
  {
    name: "anyone-updates-posts",
    breaks: "everyone may change everyone's posts",
    operations: ["updatePost"],
    door: forAnyone("posts", "owner_id", "postId"),
  },
  {
    name: "anyone-deletes-posts",
    breaks: "everyone may delete everyone's posts",
    operations: ["deletePost"],
    door: forAnyone("posts", "owner_id", "postId"),
  },
  {
    name: "anyone-updates-comments",
    breaks: "everyone may change everyone's comments",
    operations: ["updateComment"],
    door: forAnyone("comments", "owner_id", "commentId"),
  },
  {
    name: "anyone-deletes-comments",
    breaks: "everyone may delete everyone's comments",
    operations: ["deleteComment"],
    door: forAnyone("comments", "owner_id", "commentId"),
  },
  {
    name: "post-owner-updates-comments",
    breaks: "a post's owner may change what others wrote below it",
    operations: ["updateComment"],
    door: insisting(403, async (asked, world, answer) => {
      const [row]: readonly Json[] = await world.sql(
        "SELECT c.owner_id FROM comments c JOIN posts p ON p.id = c.post_id WHERE c.id = $1 AND p.owner_id = $2",
        asked.values.commentId ?? null,
        senderOf(asked),
      );
      return row && isTokenGood(answer) ? by(world.tokenOf(row.owner_id), asked) : undefined;
    }),
  },
  {
    name: "post-owner-keeps-comments",
    breaks: "a post's owner may not delete what others wrote below it",
    operations: ["deleteComment"],
    door: (world) => async (asked, forward) => {
      if (!(await isOwnerOfPost(asked, world))) return forward();
      return forward(by(world.tokenOf(world.bystander), asked));
    },
  },
  {
    name: "anyone-reads-notifications",
    breaks: "everyone may mark everyone's notifications as read",
    operations: ["readNotification"],
    door: forAnyone("notifications", "user_id", "notificationId"),
  },
  {
    name: "temporary-password-for-anyone",
    breaks: "everyone gets a temporary password for everyone",
    operations: ["issueTemporaryPassword"],
    door: insisting(403, (asked, world, answer) =>
      isTokenGood(answer) ? by(world.tokenOf(senderOf(asked), true), asked) : undefined,
    ),
  },
  {
    name: "back-office-open",
    breaks: "every member sees the back office",
    operations: ["getServerStats", "getServiceStats"],
    door: insisting(403, (asked, world, answer) =>
      isTokenGood(answer) ? by(world.tokenOf(senderOf(asked), true), asked) : undefined,
    ),
  },
  {
    name: "back-office-for-nobody",
    breaks: "an admin is refused",
    operations: ["getServiceStats"],
    door: told(200, (answer, { path }) =>
      withJson(answer, { result: "Forbidden", hint: `You have not permission for 'GET ${path}'` }, 403),
    ),
  },
];
