import {
  type AnyJson,
  changeAnswer,
  type InterceptorFactory,
  isTokenValid,
  type Mutant,
  retryWith,
  type ServerAccess,
  senderOf,
  sentBy,
  withJson,
} from "../mutant.ts";
import type { ProxiedRequest } from "../proxy.ts";

/** Repeats a rejected request as the owner of the resource. */
function forAnyone(table: string, column: string, value: string): InterceptorFactory {
  return retryWith(403, async (request, server, answer) => {
    const [row]: readonly AnyJson[] = await server.sql(
      `SELECT ${column} AS owner FROM ${table} WHERE id = $1`,
      request.pathValues[value] ?? null,
    );
    return row && isTokenValid(answer) ? sentBy(server.tokenOf(row.owner), request) : undefined;
  });
}

async function isOwnerOfPost({ pathValues, ...request }: ProxiedRequest, server: ServerAccess): Promise<boolean> {
  const [post]: readonly AnyJson[] = await server.sql(
    "SELECT owner_id FROM posts WHERE id = $1",
    pathValues.postId ?? null,
  );
  const [comment]: readonly AnyJson[] = await server.sql(
    "SELECT owner_id FROM comments WHERE id = $1",
    pathValues.commentId ?? null,
  );
  const sender = senderOf({ pathValues, ...request });
  return post?.owner_id === sender && comment?.owner_id !== sender;
}

export const ownerMutants: readonly Mutant[] = [
  {
    name: "anyone-updates-posts",
    breaks: "everyone may change everyone's posts",
    operations: ["updatePost"],
    intercept: forAnyone("posts", "owner_id", "postId"),
  },
  {
    name: "anyone-deletes-posts",
    breaks: "everyone may delete everyone's posts",
    operations: ["deletePost"],
    intercept: forAnyone("posts", "owner_id", "postId"),
  },
  {
    name: "anyone-updates-comments",
    breaks: "everyone may change everyone's comments",
    operations: ["updateComment"],
    intercept: forAnyone("comments", "owner_id", "commentId"),
  },
  {
    name: "anyone-deletes-comments",
    breaks: "everyone may delete everyone's comments",
    operations: ["deleteComment"],
    intercept: forAnyone("comments", "owner_id", "commentId"),
  },
  {
    name: "post-owner-updates-comments",
    breaks: "a post's owner may change what others wrote below it",
    operations: ["updateComment"],
    intercept: retryWith(403, async (request, server, answer) => {
      const [row]: readonly AnyJson[] = await server.sql(
        "SELECT c.owner_id FROM comments c JOIN posts p ON p.id = c.post_id WHERE c.id = $1 AND p.owner_id = $2",
        request.pathValues.commentId ?? null,
        senderOf(request),
      );
      return row && isTokenValid(answer) ? sentBy(server.tokenOf(row.owner_id), request) : undefined;
    }),
  },
  {
    name: "post-owner-keeps-comments",
    breaks: "a post's owner may not delete what others wrote below it",
    operations: ["deleteComment"],
    intercept: (server) => async (request, forward) => {
      if (!(await isOwnerOfPost(request, server))) return forward();
      return forward(sentBy(server.tokenOf(server.bystander), request));
    },
  },
  {
    name: "anyone-reads-notifications",
    breaks: "everyone may mark everyone's notifications as read",
    operations: ["readNotification"],
    intercept: forAnyone("notifications", "user_id", "notificationId"),
  },
  {
    name: "temporary-password-for-anyone",
    breaks: "everyone gets a temporary password for everyone",
    operations: ["issueTemporaryPassword"],
    intercept: retryWith(403, (request, server, answer) =>
      isTokenValid(answer) ? sentBy(server.tokenOf(senderOf(request), true), request) : undefined,
    ),
  },
  {
    name: "back-office-open",
    breaks: "every member sees the back office",
    operations: ["getServerStats", "getServiceStats"],
    intercept: retryWith(403, (request, server, answer) =>
      isTokenValid(answer) ? sentBy(server.tokenOf(senderOf(request), true), request) : undefined,
    ),
  },
  {
    name: "back-office-for-nobody",
    breaks: "an admin is refused",
    operations: ["getServiceStats"],
    intercept: changeAnswer(200, (answer, { path }) =>
      withJson(answer, { result: "Forbidden", hint: `You have not permission for 'GET ${path}'` }, 403),
    ),
  },
];
