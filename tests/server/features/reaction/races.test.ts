import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Transaction } from "sequelize";
import type { Database } from "../../../../src/server/database/database.ts";
import { createNotifier } from "../../../../src/server/features/notification/notifier.ts";
import { postReaction } from "../../../../src/server/features/reaction/creation.ts";
import { modelsOf } from "../../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../../database/databases.ts";

type Meanwhile = (transaction: Transaction) => Promise<void>;

/** A post of ada1's to which bob1 reacts; its lock can be held while something else happens to his reaction. */
async function openPost(database: Database) {
  await addUser(database, "ada1");
  await addUser(database, "bob1");
  const id = await addPost(database, "ada1");
  const { Post, PostReaction } = modelsOf(database);
  const notifier = createNotifier({ database, signals: { send() {} }, now: () => moment });
  const reactToPost = postReaction(database, notifier);
  const mine = { postId: id, userId: "bob1" };
  const react = (type: number) => reactToPost({ ...mine, type, at: moment });
  const count = (changes: Record<number, number>, transaction: Transaction) => {
    const counters = Object.entries(changes).map(([type, by]) => [`reactionCount${type}`, by]);
    return Post.increment(Object.fromEntries(counters), { where: { id }, transaction });
  };

  return {
    react,
    async reactWhile(type: number, ...meanwhile: readonly Meanwhile[]) {
      let reacting: Promise<unknown> | undefined;
      await database.write(async (transaction) => {
        await Post.findByPk(id, { lock: true, transaction });
        reacting = react(type);
        await delay(50);
        for (const act of meanwhile) await act(transaction);
      });
      await reacting;
    },
    takeBack:
      (type: number): Meanwhile =>
      async (transaction) => {
        await PostReaction.destroy({ where: mine, transaction });
        await count({ [type]: -1 }, transaction);
      },
    make:
      (type: number): Meanwhile =>
      async (transaction) => {
        await PostReaction.create({ ...mine, type, createdAt: moment }, { transaction });
        await count({ [type]: 1 }, transaction);
      },
    change:
      (from: number, to: number): Meanwhile =>
      async (transaction) => {
        await PostReaction.update({ type: to }, { where: mine, transaction });
        await count({ [from]: -1, [to]: 1 }, transaction);
      },
    /** Each type's counter, beside the reactions that there are. */
    async state() {
      const post = await Post.findByPk(id, { rejectOnEmpty: true });
      const reactions = await PostReaction.findAll({ where: { postId: id } });
      const counters = [1, 2, 3, 4, 5].map((type) => post.get(`reactionCount${type}`));
      return { counters, types: reactions.map(({ type }) => type) };
    },
  };
}

testOnEach("a reaction counts on from what was committed while it waited for the post", async (database) => {
  const post = await openPost(database);
  await post.reactWhile(2, post.make(3));
  assert.deepEqual(await post.state(), { counters: [0, 1, 0, 0, 0], types: [2] }, "made meanwhile");
  await post.reactWhile(1, post.takeBack(2));
  assert.deepEqual(await post.state(), { counters: [1, 0, 0, 0, 0], types: [1] }, "taken back meanwhile");
  await post.reactWhile(4, post.takeBack(1), post.make(3));
  assert.deepEqual(await post.state(), { counters: [0, 0, 0, 1, 0], types: [4] }, "made anew meanwhile");
  await post.reactWhile(1, post.change(4, 5));
  assert.deepEqual(await post.state(), { counters: [1, 0, 0, 0, 0], types: [1] }, "changed meanwhile");
  await post.reactWhile(3, post.change(1, 3));
  assert.deepEqual(await post.state(), { counters: [0, 0, 1, 0, 0], types: [3] }, "changed to the same meanwhile");
});

testOnEach(
  "first reactions of one member at once are one reaction, of which the owner is told once",
  async (database) => {
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
  },
);
