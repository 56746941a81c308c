import assert from "node:assert/strict";
import type { Database, Statement, Value } from "../../../src/server/database/database.ts";
import { oldestCommentsOf } from "../../../src/server/features/comment/lists.ts";
import { newestPosts, newestPostsOf } from "../../../src/server/features/post/lists.ts";
import { presentPost } from "../../../src/server/features/post/present.ts";
import { createCursors } from "../../../src/server/pagination/cursors.ts";
import { createPages } from "../../../src/server/pagination/pages.ts";
import { pagesStatement } from "../../../src/server/pagination/postgres-pages.ts";
import { pageStatement } from "../../../src/server/pagination/sqlite-pages.ts";
import { modelsOf } from "../../support/models.ts";
import { addPost, addUser, moment, testOnEach } from "../database/databases.ts";
import { serializers } from "../serializers.ts";

interface Shown {
  readonly items: readonly ReturnType<typeof presentPost>[];
  readonly nextCursor: string | null;
}

/** Reads the first page of all posts as ada sees it, and counts the rows that the database sends for it. */
function reading(database: Database, limit = 3) {
  const sent: number[] = [];
  const watched: Database = {
    ...database,
    async read<Row>(statement: Statement, values?: readonly Value[]) {
      const rows = await database.read<Row>(statement, values);
      sent.push(rows.length);
      return rows;
    },
  };
  const pages = createPages(watched, createCursors([new Uint8Array(32)]));
  const reader = pages.reader(newestPosts, presentPost, serializers.get("listPosts", 200));
  async function read(viewer = "ada.l"): Promise<Shown> {
    const page = await reader({ address: "/post", start: { limit, after: undefined } }, viewer);
    assert.ok(page);
    return JSON.parse(page.body.bytes.toString());
  }
  return { read, sent };
}

async function fill(database: Database): Promise<number[]> {
  for (const id of ["ada.l", "bob.b"]) await addUser(database, id);
  const ids: number[] = [];
  for (const content of ["first", "second", "third", "fourth"]) ids.push(await addPost(database, "bob.b", content));
  return ids;
}

const changes: Readonly<Record<string, [sql: string, seen: (page: Shown) => unknown, after: unknown]>> = {
  content: ["UPDATE posts SET content = 'new' WHERE id = 3", ({ items }) => items[1]?.content, "new"],
  "the count of comments": [
    "UPDATE posts SET comment_count = 7 WHERE id = 4",
    ({ items }) => items[0]?.commentCount,
    7,
  ],
  "a count of reactions": [
    "UPDATE posts SET reaction_count_2 = 5 WHERE id = 2",
    ({ items }) => items[2]?.reactionCounts["2"],
    5,
  ],
  "a deleted post": [
    "UPDATE posts SET deleted_at = created_at WHERE id = 3",
    ({ items }) => items.map(({ id }) => id),
    [4, 2, 1],
  ],
  "whether there is a next page": [
    "UPDATE posts SET deleted_at = created_at WHERE id = 1",
    ({ nextCursor }) => nextCursor,
    null,
  ],
  "the owner's nickname": [
    "UPDATE users SET nickname = 'Bo' WHERE id = 'bob.b'",
    ({ items }) => items[2]?.owner.nickname,
    "Bo",
  ],
  "the owner's name": [
    "UPDATE users SET name = 'Bert' WHERE id = 'bob.b'",
    ({ items }) => items[0]?.owner.name,
    "Bert",
  ],
  "the owner of a post": [
    "UPDATE posts SET owner_id = 'ada.l' WHERE id = 4",
    ({ items }) => items[0]?.owner.id,
    "ada.l",
  ],
};

for (const [what, [sql, seen, after]] of Object.entries(changes)) {
  testOnEach(`a cached page shows a change of ${what}`, async (database) => {
    await fill(database);
    const { read } = reading(database);
    const before = await read();
    assert.deepEqual(await read(), before);
    await database.sequelize.query(sql);
    const page = await read();
    assert.deepEqual(seen(page), after);
    assert.deepEqual(await reading(database).read(), page, "as a reader with an empty cache gets it");
    assert.deepEqual(await read(), page);
  });
}

testOnEach("a new post comes first, also on a page that was empty", async (database) => {
  await addUser(database, "ada.l");
  const { read } = reading(database);
  assert.deepEqual(await read(), { items: [], nextCursor: null });
  await addPost(database, "ada.l", "first");
  assert.deepEqual(
    (await read()).items.map(({ content }) => content),
    ["first"],
  );
  await addPost(database, "ada.l", "second");
  assert.deepEqual(
    (await read()).items.map(({ content }) => content),
    ["second", "first"],
  );
});

testOnEach("each viewer gets their own reactions, on a cache miss and on a cache hit", async (database) => {
  const ids = await fill(database);
  const { read } = reading(database);
  const react = (postId: number | undefined, userId: string, type: number) =>
    modelsOf(database).PostReaction.create({ postId: postId ?? 0, userId, type, createdAt: moment });
  await react(ids[3], "ada.l", 1);
  await react(ids[1], "ada.l", 5);
  await react(ids[2], "bob.b", 2);
  const mine = ({ items }: Shown) => items.map(({ myReaction }) => myReaction);
  for (let time = 0; time < 2; time++) {
    const [ada, bob, cyd] = await Promise.all(["ada.l", "bob.b", "cyd.c"].map((viewer) => read(viewer)));
    assert.ok(ada && bob && cyd);
    assert.deepEqual(
      [mine(ada), mine(bob), mine(cyd)],
      [
        [1, null, 5],
        [null, 2, null],
        [null, null, null],
      ],
    );
    assert.deepEqual({ ...ada, items: ada.items.map((item) => ({ ...item, myReaction: null })) }, cyd);
  }
  await modelsOf(database).PostReaction.destroy({ where: { userId: "ada.l", postId: ids[3] ?? 0 } });
  assert.deepEqual(mine(await read()), [null, null, 5]);
});

testOnEach(
  "pages that are read in one batch are not mixed up, on cache hits and misses of several members",
  async (database) => {
    await fill(database);
    const ada = await addPost(database, "ada.l", "of Ada's");
    await modelsOf(database).PostReaction.create({ postId: ada, userId: "bob.b", type: 4, createdAt: moment });
    const pages = createPages(database, createCursors([new Uint8Array(32)]));
    const reader = pages.reader(newestPostsOf, presentPost, serializers.get("getTimeline", 200));
    async function read(filter: string, viewer: string, after?: number) {
      const page = await reader({ address: `/timeline/${filter}`, filter, start: { limit: 2, after } }, viewer);
      if (!page) return undefined;
      const shown: Shown = JSON.parse(page.body.bytes.toString());
      return shown.items.map(({ content, myReaction }) => (myReaction ? `${content} ${myReaction}` : content));
    }
    const all = () =>
      Promise.all([
        read("bob.b", "ada.l"),
        read("ada.l", "bob.b"),
        read("no.member", "bob.b"),
        read("bob.b", "bob.b", 3),
        read("ada.l", "ada.l"),
        read("bob.b", "bob.b", 1),
      ]);
    const before = [["fourth", "third"], ["of Ada's 4"], undefined, ["second", "first"], ["of Ada's"], []];
    assert.deepEqual(await all(), before);
    assert.deepEqual(await all(), before);
    await modelsOf(database).Post.update({ content: "changed" }, { where: { id: ada } });
    assert.deepEqual(
      await all(),
      before.map((contents) => contents?.map((content) => content.replace("of Ada's", "changed"))),
    );
  },
);

testOnEach(
  "the list of an unknown member does not exist, that of a member without posts is empty",
  async (database) => {
    await addUser(database, "ada.l");
    const pages = createPages(database, createCursors([new Uint8Array(32)]));
    const reader = pages.reader(newestPostsOf, presentPost, serializers.get("getTimeline", 200));
    const timeline = (filter: string) => ({
      address: `/timeline/${filter}`,
      filter,
      start: { limit: 3, after: undefined },
    });
    assert.equal(await reader(timeline("no.member"), "ada.l"), undefined);
    assert.equal((await reader(timeline("ada.l"), "ada.l"))?.isEmpty, true);
  },
);

testOnEach("Postgres does not send a cached page again, whatever else changed of its members", async (database) => {
  await fill(database);
  const { read, sent } = reading(database);
  await read();
  await modelsOf(database).User.increment("unreadCount", { where: { id: "bob.b" } });
  await modelsOf(database).User.update({ bio: "New here" }, { where: { id: "bob.b" } });
  await read();
  await read("bob.b");
  assert.deepEqual(sent, database.dialect === "postgres" ? [4, 1, 1] : [4, 4, 4]);
});

testOnEach(
  "a page is read again after a connection was lost, because its version may then belong to another state",
  async (database) => {
    await fill(database);
    const { read, sent } = reading(database);
    const before = await read();
    await read();
    // SQLite has neither connections nor versions.
    if (database.dialect === "postgres") {
      await database.sequelize.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
      );
    }
    assert.deepEqual(await read(), before);
    assert.equal(sent.at(-1), 4);
    await read();
    await read();
    assert.equal(sent.at(-1), database.dialect === "postgres" ? 1 : 4);
  },
);

testOnEach(
  "what a viewer reacted to is looked up by the viewer, not among all reactions to a post",
  async ({ dialect, sequelize }) => {
    for (const [list, table, types] of [
      [newestPosts, "post_reactions", ""],
      [newestPostsOf, "post_reactions", ", varchar[]"],
      [oldestCommentsOf, "comment_reactions", ", bigint[]"],
    ] as const) {
      const { text } = (dialect === "postgres" ? pagesStatement : pageStatement)(list)(20);
      const plan = await sequelize.transaction(async (transaction) => {
        const run = (sql: string) => sequelize.query(sql, { transaction });
        if (dialect === "sqlite") return run(`EXPLAIN QUERY PLAN ${text.replace(/\$(\d)/g, "?$1")}`);
        await run("SET LOCAL enable_seqscan = off");
        await run("SET LOCAL plan_cache_mode = force_generic_plan");
        await run(`PREPARE page (bigint[], text[], text[]${types}) AS ${text}`);
        const [rows] = await run(`EXPLAIN EXECUTE page ('{9}', '{NULL}', '{"{ada.l}"}'${types && ", '{1}'"})`);
        await run("DEALLOCATE page");
        return rows;
      });
      const index = dialect === "sqlite" ? `sqlite_autoindex_${table}_1` : `${table}_one_each`;
      assert.match(JSON.stringify(plan), new RegExp(`(using|USING INDEX) ${index}`));
    }
  },
);
