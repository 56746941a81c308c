import assert from "node:assert/strict";
import { notificationReaders } from "../../../../src/server/features/notification/lists.ts";
import type { presentNotification } from "../../../../src/server/features/notification/present.ts";
import { createCursors } from "../../../../src/server/pagination/cursors.ts";
import { createPages } from "../../../../src/server/pagination/pages.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";
import { serializers } from "../../serializers.ts";

testOnEach(
  "a cached list shows new notifications, read ones, changed names of actors and the unread count",
  async (database) => {
    for (const id of ["ada.l", "bob.b"]) await addUser(database, id);
    const postId = await addPost(database, "ada.l");
    const pages = createPages(database, createCursors([new Uint8Array(32)]));
    const { Notification, User } = modelsOf(database);
    const notify = (isRead: boolean) =>
      Notification.create({ userId: "ada.l", type: 1, actorId: "bob.b", postId, isRead, createdAt: moment });
    const readers = notificationReaders(pages, serializers);
    async function seen() {
      const lists = Object.entries(readers).map(async ([name, reader]) => {
        const page = await reader(
          { address: "/notification", filter: "ada.l", start: { limit: 9, after: undefined } },
          "ada.l",
        );
        assert.ok(page);
        const body = JSON.parse(page.body.bytes.toString());
        assert.equal(page.isEmpty, body.items.length === 0);
        const items = body.items.map((item: ReturnType<typeof presentNotification>) => [
          item.id,
          item.isRead,
          item.actor.nickname,
        ]);
        return [name, { items, unreadCount: body.unreadCount }];
      });
      return Object.fromEntries(await Promise.all(lists));
    }

    const nothing = { items: [], unreadCount: 0 };
    assert.deepEqual(await seen(), { all: nothing, unread: nothing, read: nothing });
    await notify(false);
    await notify(true);
    await User.update({ unreadCount: 1 }, { where: { id: "ada.l" } });
    const [first, second] = [
      [1, false, null],
      [2, true, null],
    ];
    assert.deepEqual(await seen(), {
      all: { items: [second, first], unreadCount: 1 },
      unread: { items: [first], unreadCount: 1 },
      read: { items: [second], unreadCount: 1 },
    });
    await User.update({ unreadCount: 7 }, { where: { id: "ada.l" } });
    assert.equal((await seen()).all.unreadCount, 7);
    await Notification.update({ isRead: true }, { where: { id: 1 } });
    await User.update({ nickname: "Bo" }, { where: { id: "bob.b" } });
    assert.deepEqual(await seen(), {
      all: {
        items: [
          [2, true, "Bo"],
          [1, true, "Bo"],
        ],
        unreadCount: 7,
      },
      unread: { items: [], unreadCount: 7 },
      read: {
        items: [
          [2, true, "Bo"],
          [1, true, "Bo"],
        ],
        unreadCount: 7,
      },
    });
  },
);
