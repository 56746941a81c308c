import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { commentCreation } from "../../../../src/server/features/comment/creation.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { notificationQueries } from "../../../../src/server/features/notification/queries.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

testOnEach("reading after the greatest id seen misses nothing while writers overlap", async (database, place) => {
  await addUser(database, "ada1");
  await addUser(database, "bob1");
  // On SQLite a node that waits for the lock of another occupies one of the four threads of this process.
  const nodes = [database, await place.open(), ...(place.dialect === "postgres" ? [await place.open()] : [])];
  const [rounds, writers] = [6, 6];
  const posts: number[] = [];
  while (posts.length < writers) posts.push(await addPost(database, "ada1"));
  const writing = Promise.all(
    posts.map(async (id, writer) => {
      const node = nodes[writer % nodes.length] ?? database;
      const notifier = createNotifier({ database: node, signals: { send: () => {} }, now: () => moment });
      const createComment = commentCreation(node, notifier);
      for (let round = 0; round < rounds; round++) {
        await createComment({ postId: id, ownerId: "bob1", content: `${round}`, createdAt: moment });
      }
    }),
  );

  // Writers queue up while the member is locked. Ids that were taken before the lock would be committed in any order.
  const locking = (async () => {
    for (let round = 0; round < rounds; round++) {
      await database.write(async (transaction) => {
        await modelsOf(database).User.findByPk("ada1", { lock: true, transaction });
        await sleep(20);
      });
    }
  })();

  const { after } = notificationQueries(database);
  const seen: number[] = [];
  const readNew = async () => {
    for (const { id } of await after({ ada1: seen.at(-1) ?? 0 })) seen.push(id);
  };
  let isWriting = true;
  const written = Promise.all([writing, locking]).finally(() => {
    isWriting = false;
  });
  while (isWriting) await readNew();
  await written;
  await readNew();
  const all = await after({ ada1: 0 });
  assert.equal(all.length, rounds * writers);
  assert.deepEqual(
    seen,
    all.map(({ id }) => id),
  );
  const user = await modelsOf(database).User.findByPk("ada1");
  assert.equal(user?.unreadCount, rounds * writers);
});
