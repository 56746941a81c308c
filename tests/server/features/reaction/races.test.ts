import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "sequelize";
import type { Database } from "../../../../src/server/database/database.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { postReaction } from "../../../../src/server/features/reaction/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

type Change = (transaction: Transaction) => Promise<void>;

/** A post of ada1, to which bob1 reacts. `reactWhile` holds the post's lock and changes his reaction meanwhile. */
async function openPost(database: Database) {
  await addUser(database, "ada1");
  await addUser(database, "bob1");
  const id = await addPost(database, "ada1");
  const { Post, PostReaction } = modelsOf(database);
  const notifier = createNotifier({ database, signals: { send() {} }, now: () => moment });
  const reactToPost = postReaction(database, notifier);
  const key = { postId: id, userId: "bob1" };
  const react = (type: number) => reactToPost({ ...key, type, createdAt: moment });
  const count = (changes: Record<number, number>, transaction: Transaction) => {
    const counters = Object.entries(changes).map(([type, by]) => [`reactionCount${type}`, by]);
    return Post.increment(Object.fromEntries(counters), { where: { id }, transaction });
  };

  return {
    react,
    async reactWhile(type: number, ...changes: readonly Change[]) {
      let reacting: Promise<unknown> | undefined;
      await database.write(async (transaction) => {
        await Post.findByPk(id, { lock: true, transaction });
        reacting = react(type);
        await delay(50);
        for (const change of changes) await change(transaction);
      });
      await reacting;
    },
    remove:
      (type: number): Change =>
      async (transaction) => {
        await PostReaction.destroy({ where: key, transaction });
        await count({ [type]: -1 }, transaction);
      },
    create:
      (type: number): Change =>
      async (transaction) => {
        await PostReaction.create({ ...key, type, createdAt: moment }, { transaction });
        await count({ [type]: 1 }, transaction);
      },
    change:
      (from: number, to: number): Change =>
      async (transaction) => {
        await PostReaction.update({ type: to }, { where: key, transaction });
        await count({ [from]: -1, [to]: 1 }, transaction);
      },
    /** The counters, and the types of the reactions in the table. */
    async state() {
      const post = await Post.findByPk(id, { rejectOnEmpty: true });
      const reactions = await PostReaction.findAll({ where: { postId: id } });
      const counters = [1, 2, 3, 4, 5].map((type) => post.get(`reactionCount${type}`));
      return { counters, types: reactions.map(({ type }) => type) };
    },
  };
}

testOnEach(
  "a reaction that waits for the post's lock counts on from what was committed meanwhile",
  async (database) => {
    const post = await openPost(database);
    await post.reactWhile(2, post.create(3));
    assert.deepEqual(await post.state(), { counters: [0, 1, 0, 0, 0], types: [2] }, "created meanwhile");
    await post.reactWhile(1, post.remove(2));
    assert.deepEqual(await post.state(), { counters: [1, 0, 0, 0, 0], types: [1] }, "removed meanwhile");
    await post.reactWhile(4, post.remove(1), post.create(3));
    assert.deepEqual(await post.state(), { counters: [0, 0, 0, 1, 0], types: [4] }, "removed and created meanwhile");
    await post.reactWhile(1, post.change(4, 5));
    assert.deepEqual(await post.state(), { counters: [1, 0, 0, 0, 0], types: [1] }, "changed meanwhile");
    await post.reactWhile(3, post.change(1, 3));
    assert.deepEqual(await post.state(), { counters: [0, 0, 1, 0, 0], types: [3] }, "changed to the same meanwhile");
  },
);

testOnEach("concurrent first reactions of one member are one reaction and notify the owner once", async (database) => {
  const post = await openPost(database);
  await Promise.all([1, 2, 3, 4, 5, 1, 2, 3, 4, 5].map(post.react));
  const { counters, types } = await post.state();
  assert.equal(types.length, 1);
  assert.deepEqual(
    counters,
    [1, 2, 3, 4, 5].map((type) => (type === types[0] ? 1 : 0)),
  );
  const { Notification, User } = modelsOf(database);
  const owner = await User.findByPk("ada1", { rejectOnEmpty: true });
  assert.deepEqual([await Notification.count(), owner.unreadCount], [1, 1]);
});
