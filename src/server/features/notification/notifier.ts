import type { Transaction } from "sequelize";
import type { Database } from "../../database/database.ts";
import type { Signals } from "../../database/signals/signals.ts";
import { userModel } from "../account/model.ts";
import { notificationModel } from "./model.ts";

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
  /** Says that a member has a new notification, after it was committed by a statement that `notifying` is a part of. */
  announce(userId: string): void;
}

export interface NotifierDeps {
  readonly database: Database;
  readonly signals: Pick<Signals, "send">;
  readonly now: () => Date;
}

/*
 * One member's notifications are committed in the order of their ids: whoever adds one changes the member's counter first,
 * which locks the member until the commit, so that the next one gets a greater id and commits later. Without that a stream
 * could have passed 11 on before 10 appears, and 10 would be lost to it.
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
      const told = await Notification.findOne({ where: { postId: post.id, actorId, type }, transaction });
      if (!told) await notify(type, post, actorId, transaction);
    },

    async forgetNotifications(post, transaction) {
      await User.findByPk(post.ownerId, { attributes: ["id"], lock: true, transaction });
      const unread = await Notification.destroy({ where: { postId: post.id, isRead: false }, transaction });
      await Notification.destroy({ where: { postId: post.id }, transaction });
      if (unread > 0) await User.decrement("unreadCount", { by: unread, where: { id: post.ownerId }, transaction });
    },

    announce: (userId) => signals.send(userId),
  };
}

type NotificationType = (typeof notificationType)[keyof typeof notificationType];

/** What a notification in a statement is made from. */
export interface Notifying {
  readonly type: NotificationType;
  /** Names a WITH query whose row is the post, with `id` and `owner_id`; without a row nobody is told. */
  readonly post: string;
  /** Placeholders of the one who acts and of the time. */
  readonly actor: string;
  readonly at: string;
}

/**
 * The WITH queries, for Postgres, that notify a post's owner of what another did within the same statement. `notified` has
 * a row with the owner's `user_id` if there was something to tell.
 */
export function notifying({ type, post, actor, at }: Notifying): string {
  return `
  counted_unread AS (
    UPDATE users SET unread_count = unread_count + 1 FROM ${post} acted
    WHERE users.id = acted.owner_id AND acted.owner_id <> ${actor} ${isNew(type, "acted.id", actor)}
    RETURNING users.id AS user_id, acted.id AS post_id
  ), notified AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT user_id, ${type}, ${actor}, post_id, ${at} FROM counted_unread
    RETURNING user_id
  )`;
}

/**
 * The same for all that several members did: of a WITH query `acted`, with `post_id`, `owner_id`, `actor_id`, `at` and their
 * order `nth`. Owners are locked in the order of their ids, so that two such statements cannot wait for one another.
 */
export function notifyingOfAll(type: NotificationType): string {
  return `
  told AS MATERIALIZED (
    SELECT * FROM acted WHERE owner_id <> actor_id ${isNew(type, "acted.post_id", "acted.actor_id")}
  ), owner AS MATERIALIZED (
    SELECT id FROM users WHERE id IN (SELECT owner_id FROM told) ORDER BY id FOR NO KEY UPDATE
  ), counted_unread AS (
    UPDATE users SET unread_count = unread_count + counted.count
    FROM (SELECT owner_id, count(*)::int FROM told GROUP BY owner_id) counted JOIN owner ON owner.id = counted.owner_id
    WHERE users.id = owner.id
    RETURNING users.id
  ), notified AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT owner_id, ${type}, actor_id, post_id, at FROM told JOIN counted_unread ON counted_unread.id = owner_id
    ORDER BY nth
    RETURNING user_id, actor_id, post_id
  )`;
}

/** Of a reaction one is told once, of each comment anew. */
function isNew(type: NotificationType, post: string, actor: string): string {
  if (type === notificationType.comment) return "";
  return `AND NOT EXISTS (SELECT FROM notifications n WHERE n.type = ${type} AND n.post_id = ${post} AND n.actor_id = ${actor})`;
}
