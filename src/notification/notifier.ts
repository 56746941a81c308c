import type { Transaction } from "sequelize";
import type { Database } from "../database/database.ts";
import type { Signals } from "../database/listen.ts";

/** Why a member is told something; the guideline fixes the numbers. */
export const notificationType = { comment: 1, reaction: 2 } as const;

export interface NotifiedPost {
  readonly id: number;
  readonly ownerId: string;
}

/** What other rooms tell this one, each in the transaction of what it tells. None tells a member of their own acts. */
export interface Notifier {
  notifyOfComment(post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void>;
  /** Once for a member and a post, however often the reaction is taken back and made again. The post must be locked. */
  notifyOfReaction(post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void>;
  /** Takes a deleted post's notifications away. The post must be locked. */
  forgetNotifications(post: NotifiedPost, transaction: Transaction): Promise<void>;
}

export interface NotifierDeps {
  readonly database: Database;
  readonly signals: Pick<Signals, "send">;
  readonly now: () => Date;
}

export function createNotifier({ database, signals, now }: NotifierDeps): Notifier {
  const { Notification, User } = database.models;

  /**
   * The counter comes first: it locks the member until the commit, so that whoever tells the same member next gets a greater
   * id and commits later. Without that a stream could have passed 11 on before 10 appears, and 10 would be lost to it.
   */
  async function notify(type: number, post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void> {
    await User.increment("unreadCount", { where: { id: post.ownerId }, transaction });
    await Notification.create(
      { userId: post.ownerId, type, actorId, postId: post.id, createdAt: now() },
      { transaction },
    );
    await signals.send(post.ownerId, transaction);
  }

  return {
    async notifyOfComment(post, actorId, transaction) {
      if (actorId !== post.ownerId) await notify(notificationType.comment, post, actorId, transaction);
    },

    async notifyOfReaction(post, actorId, transaction) {
      if (actorId === post.ownerId) return;
      const type = notificationType.reaction;
      const told = await Notification.findOne({ where: { postId: post.id, actorId, type }, transaction });
      if (!told) await notify(type, post, actorId, transaction);
    },

    async forgetNotifications(post, transaction) {
      await User.findByPk(post.ownerId, { attributes: ["id"], lock: true, transaction });
      const unread = await Notification.destroy({ where: { postId: post.id, isRead: false }, transaction });
      await Notification.destroy({ where: { postId: post.id }, transaction });
      if (unread > 0) await User.decrement("unreadCount", { by: unread, where: { id: post.ownerId }, transaction });
    },
  };
}
