import type { Transaction } from "sequelize";
import type { Database } from "../../database/database.ts";
import type { Signals } from "../../database/signals/signals.ts";
import { userModel } from "../account/model.ts";
import { notificationModel } from "./model.ts";

/** The types of notifications; the numbers are part of the API. */
export const notificationType = { comment: 1, reaction: 2 } as const;

export interface NotifiedPost {
  readonly id: number;
  readonly ownerId: string;
}

/** Notifies members, in the transaction of what other members did. Members are not notified of what they did themselves. */
export interface Notifier {
  notifyOfComment(post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void>;
  /** Notifies once for each member and post, even if the reaction is removed and made again. The post must be locked. */
  notifyOfReaction(post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void>;
  /** Deletes the notifications of a deleted post. The post must be locked. */
  deleteNotificationsOf(post: NotifiedPost, transaction: Transaction): Promise<void>;
  /** Signals a new notification, after the commit of a statement that has `notifying` in it. */
  announce(userId: string): void;
}

export interface NotifierDeps {
  readonly database: Database;
  readonly signals: Pick<Signals, "send">;
  readonly now: () => Date;
}

/*
 * One member's notifications are committed in the order of their ids. Each transaction that adds one first updates the
 * member's counter, which locks the member until the commit, so the next transaction gets a greater id and commits later.
 * Without the lock a stream could deliver 11 before 10 is committed, and would never deliver 10.
 */

export function createNotifier({ database, signals, now }: NotifierDeps): Notifier {
  const Notification = notificationModel(database);
  const User = userModel(database);

  async function notify(type: number, post: NotifiedPost, actorId: string, transaction: Transaction): Promise<void> {
    await User.increment("unreadCount", { where: { id: post.ownerId }, transaction });
    await Notification.create(
      { userId: post.ownerId, type, actorId, postId: post.id, createdAt: now() },
      { transaction },
    );
    transaction.afterCommit(() => signals.send(post.ownerId));
  }

  return {
    async notifyOfComment(post, actorId, transaction) {
      if (actorId !== post.ownerId) await notify(notificationType.comment, post, actorId, transaction);
    },

    async notifyOfReaction(post, actorId, transaction) {
      if (actorId === post.ownerId) return;
      const type = notificationType.reaction;
      const existing = await Notification.findOne({ where: { postId: post.id, actorId, type }, transaction });
      if (!existing) await notify(type, post, actorId, transaction);
    },

    async deleteNotificationsOf(post, transaction) {
      await User.findByPk(post.ownerId, { attributes: ["id"], lock: true, transaction });
      const unread = await Notification.destroy({ where: { postId: post.id, isRead: false }, transaction });
      await Notification.destroy({ where: { postId: post.id }, transaction });
      if (unread > 0) await User.decrement("unreadCount", { by: unread, where: { id: post.ownerId }, transaction });
    },

    announce: (userId) => signals.send(userId),
  };
}

type NotificationType = (typeof notificationType)[keyof typeof notificationType];

/**
 * WITH queries for Postgres that notify the owners of posts within the statement that comments or reacts. They read a WITH
 * query `acted` with `post_id`, `owner_id`, `actor_id`, `at` and the order `nth`, and end in `notified` with `user_id`,
 * `actor_id` and `post_id` of each new notification. Owners are locked in the order of their ids, so that two such statements
 * cannot deadlock.
 */
export function notifying(type: NotificationType): string {
  return `
  unnotified AS MATERIALIZED (
    SELECT * FROM acted WHERE owner_id <> actor_id ${isNew(type)}
  ), owner AS MATERIALIZED (
    SELECT id FROM users WHERE id IN (SELECT owner_id FROM unnotified) ORDER BY id FOR NO KEY UPDATE
  ), counted_unread AS (
    UPDATE users SET unread_count = unread_count + counted.count
    FROM (SELECT owner_id, count(*)::int FROM unnotified GROUP BY owner_id) counted JOIN owner ON owner.id = counted.owner_id
    WHERE users.id = owner.id
    RETURNING users.id
  ), notified AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT owner_id, ${type}, actor_id, post_id, at FROM unnotified JOIN counted_unread ON counted_unread.id = owner_id
    ORDER BY nth
    RETURNING user_id, actor_id, post_id
  )`;
}

/** Each comment notifies; reactions of one member to one post notify once. */
function isNew(type: NotificationType): string {
  if (type === notificationType.comment) return "";
  return `AND NOT EXISTS (
      SELECT FROM notifications n WHERE n.type = ${type} AND n.post_id = acted.post_id AND n.actor_id = acted.actor_id)`;
}
