import { Op, type Transaction } from "sequelize";
import { implementNotification, type NotificationHandlers } from "../../../../generated/operations.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, forbidden, notFound } from "../../http/response/refusals.ts";
import { withProperties } from "../../http/response/serialized-body.ts";
import { badCursor, type Cursors, startOfPage } from "../../pagination/cursors.ts";
import type { Pages } from "../../pagination/pages.ts";
import { userModel } from "../account/model.ts";
import type { Broker } from "./broker.ts";
import { notificationModel } from "./model.ts";
import { mayRead } from "./policy.ts";
import { presentNotification } from "./present.ts";
import { type NotificationQueries, notificationLists } from "./queries.ts";

export interface NotificationDeps {
  readonly database: Database;
  readonly notifications: NotificationQueries;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly feed: Pick<Broker, "subscribe">;
}

export function notificationHandlers(deps: NotificationDeps): NotificationHandlers {
  const { database, notifications, cursors, pages, feed } = deps;
  const Notification = notificationModel(database);
  const User = userModel(database);
  const readAll = pages.reader(notificationLists.all, presentNotification);
  const readUnread = pages.reader(notificationLists.unread, presentNotification);
  const readRead = pages.reader(notificationLists.read, presentNotification);

  /**
   * Marks a member's unread notifications among `ids` as read and takes them off the member's counter. The member is locked
   * first, as wherever notifications are taken away, so that no two ways of locking can cross.
   */
  async function markRead(userId: string, ids: { id?: number; upTo?: number }, transaction: Transaction) {
    await User.findByPk(userId, { attributes: ["id"], lock: true, transaction });
    const where = {
      userId,
      isRead: false,
      ...(ids.id === undefined ? {} : { id: ids.id }),
      ...(ids.upTo === undefined ? {} : { id: { [Op.lte]: ids.upTo } }),
    };
    const [updated] = await Notification.update({ isRead: true }, { where, transaction });
    if (updated > 0) await User.decrement("unreadCount", { by: updated, where: { id: userId }, transaction });
    return updated;
  }

  return implementNotification({
    async listNotifications({ query }, caller) {
      const filter = query.unread === undefined ? "" : `?unread=${query.unread}`;
      const address = `/notification${filter}`;
      const start = startOfPage(cursors, address, query);
      if (!start) return badRequest(badCursor);
      const readPage = query.unread === undefined ? readAll : query.unread ? readUnread : readRead;
      const page = await readPage({ address, filter: caller.id, start }, caller.id);
      if (!page || (page.isEmpty && start.after === undefined)) return { status: 204 };
      const body = withProperties(page.body, { unreadCount: page.total });
      return { status: 200, headers: page.headers, body };
    },

    async readNotification({ path }, caller) {
      const found = await Notification.findByPk(path.notificationId, { attributes: ["userId"] });
      if (!found) return noSuchNotification(path.notificationId);
      if (!mayRead(found, caller)) return forbidden(caller);
      await database.write((transaction) => markRead(caller.id, { id: path.notificationId }, transaction));
      const row = await notifications.find(path.notificationId);
      return row ? { status: 200, body: presentNotification(row) } : noSuchNotification(path.notificationId);
    },

    async readNotifications({ body }, caller) {
      const upTo = body?.upTo;
      const updated = await database.write((transaction) =>
        markRead(caller.id, upTo === undefined ? {} : { upTo }, transaction),
      );
      return { status: 200, body: { updated } };
    },

    async streamNotifications({ header }, caller) {
      const newest = await notifications.newestId(caller.id);
      // There is nothing to pass over beyond the newest; an id from another database would keep the stream silent.
      const start = Math.min(header["Last-Event-ID"] ?? newest, newest);
      return { status: 200, headers: { "Last-Event-ID": start }, body: feed.subscribe(caller.id, start) };
    },
  });
}

function noSuchNotification(id: number) {
  return notFound(`There is no notification ${id}`);
}
