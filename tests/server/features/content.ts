import type { Database } from "../../../src/server/database/database.ts";
import { commentHandlers } from "../../../src/server/features/comment/handlers.ts";
import { notificationHandlers } from "../../../src/server/features/notification/handlers.ts";
import { postHandlers } from "../../../src/server/features/post/handlers.ts";
import { reactionHandlers } from "../../../src/server/features/reaction/handlers.ts";
import { timelineHandlers } from "../../../src/server/features/timeline/handlers.ts";
import { createCursors } from "../../../src/server/pagination/cursors.ts";
import { createPages, type Pages } from "../../../src/server/pagination/pages.ts";
import { modelsOf } from "../../support/models.ts";
import { addUser, moment } from "../database/databases.ts";
import { serializers } from "../serializers.ts";

/** The ids of what `addContent` adds, which are also those of the examples in the document. */
export const content = { userId: "ada.lovelace", postId: 14, commentId: 52, notificationId: 31 };

/** Adds a member with one item on each list. */
export async function addContent(database: Database): Promise<void> {
  const { userId, postId, commentId, notificationId: id } = content;
  const { Comment, CommentReaction, Notification, Post, PostReaction, User } = modelsOf(database);
  await addUser(database, userId);
  await addUser(database, "bob.noyce");
  const common = { ownerId: userId, content: "Hello", createdAt: moment, updatedAt: moment };
  await Post.create({ ...common, id: postId, commentCount: 1, reactionCount1: 1 });
  await Comment.create({ ...common, id: commentId, postId, reactionCount2: 1 });
  await PostReaction.create({ postId, userId, type: 1, createdAt: moment });
  await CommentReaction.create({ commentId, userId, type: 2, createdAt: moment });
  await Notification.create({ id, userId, type: 1, actorId: "bob.noyce", postId, createdAt: moment });
  await User.increment("unreadCount", { where: { id: userId } });
}

/** The handlers of the features that have lists. */
export function contentHandlers(
  database: Database,
  pages: Pages = createPages(database, createCursors([new Uint8Array(32)])),
) {
  const now = () => moment;
  const notifier = {
    notifyOfComment: async () => {},
    notifyOfReaction: async () => {},
    deleteNotificationsOf: async () => {},
    announce: () => {},
  };
  const cursors = createCursors([new Uint8Array(32)]);
  const common = { database, cursors, pages, serializers, now, notifier };
  return {
    ...postHandlers(common),
    ...timelineHandlers(common),
    ...commentHandlers(common),
    ...reactionHandlers(common),
    ...notificationHandlers({ ...common, broker: { subscribe: () => unused() } }),
  };
}

function unused(): never {
  throw new Error("No test subscribes here");
}
