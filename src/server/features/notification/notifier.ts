import type { Transaction } from "sequelize";
import type { Database } from "../../database/database.ts";
import type { Signals } from "../../database/signals/signals.ts";

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
  forgetNotifications(post: NotifiedPost, transaction: Transaction): Promise<void>;
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
  const { Notification, User } = database.models;

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

/** The parts of a statement that a notification is made from. */
export interface Notifying {
  readonly type: NotificationType;
  /** A WITH query whose row is the post, with `id` and `owner_id`; without a row there is no notification. */
  readonly post: string;
  /** The placeholder of the acting member's id. */
  readonly actor: string;
  /** The placeholder of the time. */
  readonly at: string;
}

/**
 * The WITH queries, for Postgres, that notify the owner of a post within the statement of what another member did. `notified`
 * has a row with the owner's `user_id` if there is a new notification.
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
 * The same for a batch: a WITH query `acted` with `post_id`, `owner_id`, `actor_id`, `at` and their order `nth`. Owners are
 * locked in the order of their ids, so that two such statements cannot deadlock.
 */
export function notifyingOfAll(type: NotificationType): string {
  return `
  to_notify AS MATERIALIZED (
    SELECT * FROM acted WHERE owner_id <> actor_id ${isNew(type, "acted.post_id", "acted.actor_id")}
  ), owner AS MATERIALIZED (
    SELECT id FROM users WHERE id IN (SELECT owner_id FROM to_notify) ORDER BY id FOR NO KEY UPDATE
  ), counted_unread AS (
    UPDATE users SET unread_count = unread_count + counted.count
    FROM (SELECT owner_id, count(*)::int FROM to_notify GROUP BY owner_id) counted JOIN owner ON owner.id = counted.owner_id
    WHERE users.id = owner.id
    RETURNING users.id
  ), notified AS (
    INSERT INTO notifications (user_id, type, actor_id, post_id, created_at)
    SELECT owner_id, ${type}, actor_id, post_id, at FROM to_notify JOIN counted_unread ON counted_unread.id = owner_id
    ORDER BY nth
    RETURNING user_id, actor_id, post_id
  )`;
}

/** Each comment makes a notification, a reaction only the first of its member to the post. */
function isNew(type: NotificationType, post: string, actor: string): string {
  if (type === notificationType.comment) return "";
  return `AND NOT EXISTS (SELECT FROM notifications n WHERE n.type = ${type} AND n.post_id = ${post} AND n.actor_id = ${actor})`;
}
