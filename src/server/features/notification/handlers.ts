import { Op, type Transaction } from "sequelize";
import { implementNotification, type NotificationHandlers } from "../../../../generated/operations.ts";
import type { Database } from "../../database/database.ts";
import { badRequest, forbidden, notFound } from "../../http/response/refusals.ts";
import type { Serializers } from "../../http/response/serializers.ts";
import type { Cursors } from "../../pagination/cursors.ts";
import { invalidCursorHint, pageStart } from "../../pagination/page.ts";
import type { Pages } from "../../pagination/pages.ts";
import { userModel } from "../account/model.ts";
import type { Broker } from "./broker.ts";
import { notificationReaders } from "./lists.ts";
import { notificationModel } from "./model.ts";
import { mayRead } from "./policy.ts";
import { presentNotification } from "./present.ts";
import { notificationQueries } from "./queries.ts";

export interface NotificationDeps {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly pages: Pages;
  readonly serializers: Serializers;
  readonly broker: Pick<Broker, "subscribe">;
}

export function notificationHandlers(deps: NotificationDeps): NotificationHandlers {
  const { database, cursors, pages, serializers, broker } = deps;
  const notifications = notificationQueries(database);
  const Notification = notificationModel(database);
  const User = userModel(database);
  const readers = notificationReaders(pages, serializers);

  /**
   * Marks a member's unread notifications among `ids` as read, and subtracts them from the member's counter. It locks the
   * member first, as all code does that removes notifications, so that transactions cannot deadlock.
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
      const start = pageStart(cursors, address, query);
      if (!start) return badRequest(invalidCursorHint);
      const readPage = query.unread === undefined ? readers.all : query.unread ? readers.unread : readers.read;
      const page = await readPage({ address, filter: caller.id, start }, caller.id);
      if (!page || (page.isEmpty && start.after === undefined)) return { status: 204 };
      return { status: 200, headers: page.headers, body: page.body };
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
      // A Last-Event-ID beyond the newest, such as one from another database, would suppress all events up to it.
      const start = Math.min(header["Last-Event-ID"] ?? newest, newest);
      return { status: 200, headers: { "Last-Event-ID": start }, body: broker.subscribe(caller.id, start) };
    },
  });
}

function noSuchNotification(id: number) {
  return notFound(`There is no notification ${id}`);
}
