import assert from "node:assert/strict";
import { maxNotificationsPerRead, notificationQueries } from "../../../../src/server/features/notification/queries.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

testOnEach("reads pages after given ids for several members in one query", async (database) => {
  for (const id of ["ada1", "eve1", "__proto__", "bob1"]) await addUser(database, id);
  const notify = async (userId: string, count: number) => {
    const postId = await addPost(database, userId);
    await modelsOf(database).Notification.bulkCreate(
      Array.from({ length: count }, () => ({ userId, type: 1, actorId: "bob1", postId, createdAt: moment })),
    );
  };
  const { after, newestId, membersWithNewer } = notificationQueries(database);
  await notify("ada1", 3);
  await notify("eve1", maxNotificationsPerRead + 50);
  await notify("ada1", 2);
  await notify("__proto__", 1);

  const everything = Object.fromEntries(["ada1", "eve1", "__proto__", "bob1"].map((id) => [id, 0]));
  const first = await after(everything);
  const idsOf = (userId: string, rows = first) => rows.filter((row) => row.userId === userId).map(({ id }) => id);
  assert.deepEqual(
    ["ada1", "eve1", "__proto__", "bob1"].map((id) => idsOf(id).length),
    [5, maxNotificationsPerRead, 1, 0],
  );
  assert.deepEqual(
    first.map(({ id }) => id),
    first.map(({ id }) => id).toSorted((a, b) => a - b),
  );
  const [, second = 0] = idsOf("ada1");
  const rest = await after({ ada1: second, eve1: idsOf("eve1").at(-1) ?? 0 });
  assert.deepEqual(idsOf("ada1", rest), idsOf("ada1").slice(2));
  assert.equal(idsOf("eve1", rest).length, 50);
  assert.deepEqual((({ id, userId, ...row }) => row)(first[0] ?? assert.fail()), {
    type: 1,
    postId: 1,
    isRead: database.dialect === "sqlite" ? 0 : false,
    createdAt: first[0]?.createdAt,
    authorId: "bob1",
    authorName: "Ada",
    authorNickname: null,
  });

  const newest = await newestId("ada1");
  assert.equal(newest, idsOf("ada1").at(-1));
  assert.equal(await newestId("bob1"), 0);
  assert.deepEqual((await membersWithNewer(everything)).toSorted(), ["__proto__", "ada1", "eve1"]);
  assert.deepEqual(await membersWithNewer({ ada1: newest, bob1: 0 }), []);
  assert.deepEqual(await membersWithNewer({}), []);
  assert.deepEqual(await after({}), []);
});
