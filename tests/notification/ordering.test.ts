import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { createNotifier } from "../../src/notification/notifier.ts";
import { notificationQueries } from "../../src/notification/queries.ts";
import { addPost, addUser, moment, testOnEach } from "../database/databases.ts";

testOnEach(
  "whoever reads after the greatest id that they saw misses nothing, however writers overlap",
  async (database, place) => {
    await addUser(database, "ada1");
    await addUser(database, "bob1");
    // On SQLite a node that waits for another one's lock keeps one of this process's four threads.
    const nodes = [database, await place.open(), ...(place.dialect === "postgres" ? [await place.open()] : [])];
    const [rounds, writers] = [6, 6];
    const posts: number[] = [];
    while (posts.length < writers) posts.push(await addPost(database, "ada1"));
    const writing = Promise.all(
      posts.map(async (id, writer) => {
        const node = nodes[writer % nodes.length] ?? database;
        const { notifyOfComment } = createNotifier({
          database: node,
          signals: { send: async () => {} },
          now: () => moment,
        });
        const post = { id, ownerId: "ada1" };
        for (let round = 0; round < rounds; round++) {
          await node.write(async (transaction) => {
            await notifyOfComment(post, "bob1", transaction);
            // Others get their ids meanwhile, and would commit first if nothing held them back.
            await sleep((7 * writer + 5 * round) % 20);
          });
        }
      }),
    );

    const { after } = notificationQueries(database);
    const seen: number[] = [];
    const look = async () => {
      for (const { id } of await after({ ada1: seen.at(-1) ?? 0 })) seen.push(id);
    };
    let isWriting = true;
    const written = writing.finally(() => {
      isWriting = false;
    });
    while (isWriting) await look();
    await written;
    await look();
    const all = await after({ ada1: 0 });
    assert.equal(all.length, rounds * writers);
    assert.deepEqual(
      seen,
      all.map(({ id }) => id),
    );
    const user = await database.models.User.findByPk("ada1");
    assert.equal(user?.unreadCount, rounds * writers);
  },
);
