import assert from "node:assert/strict";
import { test } from "node:test";
import { QueryTypes } from "sequelize";
import { fill } from "../../src/demo/fill.ts";
import { progressBar } from "../../src/demo/progress.ts";
import type { Database } from "../../src/server/database/database.ts";
import { seededRandom } from "../../src/util/seeded-random.ts";
import { moment, testOnEach } from "../server/database/databases.ts";
import { modelsOf } from "../support/models.ts";

const amounts = { users: 40, posts: 120, comments: 400, reactions: 700 };

async function demo(database: Database, seed: number, now: Date) {
  const parts: number[] = [];
  const progress = (part: number) => parts.push(part);
  const made = await fill({ ...amounts, database, passwordHash: "x", now, random: seededRandom(seed), progress });
  assert.deepEqual(
    parts,
    [...parts].sort((a, b) => a - b),
  );
  assert.equal(parts.at(-1), 1);
  return made;
}

/** Each query returns rows only if a counter differs from the number of rows, or an order is wrong. */
const differences: Readonly<Record<string, string>> = {
  "comments of a post": `SELECT p.id FROM posts p WHERE comment_count <>
    (SELECT count(*) FROM comments c WHERE c.post_id = p.id)`,
  "unread notifications": `SELECT u.id FROM users u WHERE unread_count <>
    (SELECT count(*) FROM notifications n WHERE n.user_id = u.id AND NOT n.is_read)`,
  "total of posts": `SELECT 1 FROM (SELECT sum(count) AS total FROM tallies WHERE name = 'posts') AS t
    WHERE total <> (SELECT count(*) FROM posts)`,
  "total of users": `SELECT 1 FROM (SELECT sum(count) AS total FROM tallies WHERE name = 'users') AS t
    WHERE total <> (SELECT count(*) FROM users)`,
  ...Object.fromEntries(
    [1, 2, 3, 4, 5].flatMap((type) => [
      [
        `reactions of type ${type} to a post`,
        `SELECT p.id FROM posts p WHERE reaction_count_${type} <>
          (SELECT count(*) FROM post_reactions r WHERE r.post_id = p.id AND r.type = ${type})`,
      ],
      [
        `reactions of type ${type} to a comment`,
        `SELECT c.id FROM comments c WHERE reaction_count_${type} <>
          (SELECT count(*) FROM comment_reactions r WHERE r.comment_id = c.id AND r.type = ${type})`,
      ],
    ]),
  ),
  "order of posts": `SELECT a.id FROM posts a JOIN posts b ON b.id = a.id + 1 WHERE b.created_at < a.created_at`,
  "order of comments": `SELECT a.id FROM comments a JOIN comments b ON b.id = a.id + 1 WHERE b.created_at < a.created_at`,
  "order of notifications": `SELECT a.id FROM notifications a JOIN notifications b ON b.id = a.id + 1
    WHERE b.created_at < a.created_at`,
  "comments before their posts": `SELECT c.id FROM comments c JOIN posts p ON p.id = c.post_id
    WHERE c.created_at < p.created_at`,
  "posts before their owners": `SELECT p.id FROM posts p JOIN users u ON u.id = p.owner_id
    WHERE p.created_at < u.created_at`,
  "notifications missing": `SELECT r.id FROM post_reactions r JOIN posts p ON p.id = r.post_id
    WHERE p.owner_id <> r.user_id AND NOT EXISTS (SELECT 1 FROM notifications n
    WHERE n.type = 2 AND n.post_id = r.post_id AND n.actor_id = r.user_id AND n.user_id = p.owner_id)`,
};

testOnEach("counters equal the numbers of rows, also after a second run", async (database) => {
  const { Comment, CommentReaction, Notification, Post, PostReaction, CounterShard, User } = modelsOf(database);
  const now = new Date("2026-11-23T05:45:00.000Z");
  const made = [await demo(database, 1, now), await demo(database, 1, new Date(now.getTime() + 86_400_000))];

  for (const [what, sql] of Object.entries(differences)) {
    assert.deepEqual(await database.sequelize.query(sql, { type: QueryTypes.SELECT }), [], what);
  }
  const total = (key: "users" | "posts" | "comments" | "reactions" | "notifications") =>
    made.reduce((sum, one) => sum + one[key], 0);
  assert.equal(await User.count(), total("users"));
  assert.equal(await Post.count(), total("posts"));
  assert.equal(await Comment.count(), total("comments"));
  assert.equal((await PostReaction.count()) + (await CommentReaction.count()), total("reactions"));
  assert.equal(await Notification.count(), total("notifications"));
  assert.deepEqual([total("users"), total("posts"), total("comments")], [80, 240, 800]);

  const counters = await CounterShard.findAll();
  const byQuarter = new Map<string, number>();
  for (const { name, count } of counters) byQuarter.set(name, (byQuarter.get(name) ?? 0) + count);
  for (const { createdAt } of await Post.findAll()) {
    const quarter = new Date(createdAt.getTime() - (createdAt.getTime() % 900_000)).toISOString().slice(0, 16);
    const name = `posts@${quarter}Z`;
    byQuarter.set(name, (byQuarter.get(name) ?? 0) - 1);
  }
  const left = [...byQuarter].filter(([name, count]) => name.startsWith("posts@") && count !== 0);
  assert.deepEqual(left, []);
  assert.ok((await User.findByPk(made[0]?.member)) !== null);
});

testOnEach("texts have no placeholders left and seldom repeat", async (database) => {
  await demo(database, 7, moment);
  const contents = (await modelsOf(database).Post.findAll()).map(({ content }) => content);
  const comments = (await modelsOf(database).Comment.findAll()).map(({ content }) => content);
  for (const text of [...contents, ...comments]) assert.doesNotMatch(text, /[{}]|undefined/);
  assert.ok(new Set(contents).size > contents.length * 0.7);
  assert.ok(contents.some((text) => /[가-힣]/.test(text)) && contents.some((text) => /^[A-Z]/.test(text)));
});

testOnEach("there are fewer reactions if every member has reacted to everything", async (database) => {
  const counts = { users: 2, posts: 1, comments: 0, reactions: 50 };
  const options = { database, passwordHash: "x", now: moment, random: seededRandom(3), progress: () => undefined };
  const made = await fill({ ...counts, ...options });
  assert.ok(made.reactions <= 2);
  assert.equal(await modelsOf(database).PostReaction.count(), made.reactions);
  assert.equal((await fill({ users: 0, posts: 0, comments: 0, reactions: 0, ...options })).member, undefined);
});

test("progress is a bar on a terminal and a line at every tenth elsewhere", () => {
  const draw = (isTTY: boolean) => {
    let text = "";
    const write = (piece: string | Uint8Array) => {
      text += piece;
      return true;
    };
    const show = progressBar({ isTTY, write });
    for (const part of [0.01, 0.011, 0.5, 0.505, 1]) show(part);
    return text;
  };
  assert.equal(draw(false), "0 %\n50 %\n100 %\n");
  assert.equal(draw(true).split("\r").length, 4);
  assert.match(draw(true), /\r\[#{20}-{20}\] 50 %\r\[#{40}\] 100 %\n$/);
});
