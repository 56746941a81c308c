import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { pino } from "pino";
import { connect } from "../../src/database/connect.ts";
import { migrate } from "../../src/database/migrate.ts";
import { createDatabase } from "../support/postgres.ts";
import { execute } from "./database/cluster.ts";
import { fill, fillSteps } from "./database/fill.ts";
import { parseOptions } from "./options.ts";
import { builtModule } from "./paths.ts";

const run = promisify(execFile);

test("a small benchmark runs from end to end, all contenders give the same JSON, and nobody answers with an error", async (t) => {
  const server = await createDatabase();
  const out = await mkdtemp(join(tmpdir(), "minifb-bench-test-"));
  t.after(() => rm(out, { recursive: true, force: true }));
  t.after(() => server.drop());

  const { stdout } = await run(
    process.execPath,
    [
      builtModule("tests/bench/main"),
      ...["--fresh", "--posts", "1000", "--iterations", "1000", "--rounds", "1", "--seconds", "0.2", "--warm-up", "0"],
      ...["--only", "^(list|create-post|comment|react)$", "--out", out],
    ],
    { env: { ...process.env, BENCH_DATABASE_URL: server.url } },
  );

  assert.match(stdout, /All contenders give the same JSON: 175 answers compared/);
  const { series, goals, skipped } = JSON.parse(await readFile(join(out, "results.json"), "utf8"));
  assert.deepEqual(skipped, []);
  assert.deepEqual(
    series.map(({ key }: { key: string }) => key),
    ["list", "create-post", "comment", "react"],
  );
  for (const { key, subjects } of series) {
    assert.equal(subjects.length, 5, key);
    for (const { name, statuses } of subjects) {
      const others = Object.keys(statuses).filter((status) => !status.startsWith("20"));
      assert.deepEqual(others, [], `${key} by ${name}`);
    }
  }
  assert.ok(goals.length > 30);
  assert.match(await readFile(join(out, "index.html"), "utf8"), /<svg /);
  assert.match(await readFile(join(out, "README.md"), "utf8"), /\| list of posts \|/);
});

test("a filled database's counters and totals equal what counting gives", async (t) => {
  const { url, drop } = await createDatabase();
  t.after(drop);
  const database = await connect({ url, dataDir: "", log: pino({ level: "silent" }) });
  await migrate(database);
  await database.close();
  const sizes = { posts: 2000, users: 300, comments: 5000, reactions: 4000 };
  await fill(url, fillSteps(sizes, 1), () => {});

  const counts = await execute(
    url,
    `SELECT (SELECT count(*) FROM posts)::int AS posts, (SELECT count(*) FROM users)::int AS users,
            (SELECT count(*) FROM comments)::int AS comments, (SELECT count(*) FROM post_reactions)::int AS reactions`,
  );
  assert.deepEqual(counts, [sizes]);
  const wrong = await execute(url, wrongCounters);
  assert.deepEqual(wrong, []);
});

test("a wrong option is refused by its name", () => {
  assert.throws(() => parseOptions(["--posts", "many"]), /--posts must be a whole number/);
  assert.throws(() => parseOptions(["--seconds", "0"]), /--seconds must be/);
  assert.deepEqual(parseOptions(["--full"]).sizes, {
    posts: 1_000_000,
    users: 100_000,
    comments: 3_000_000,
    reactions: 3_000_000,
  });
});

/** Every counter of the schema that is not what counting gives, and every reference to nothing. */
const wrongCounters = `
  SELECT 'comment_count' AS what, id::text FROM posts p
  WHERE comment_count <> (SELECT count(*) FROM comments WHERE post_id = p.id)
  UNION ALL
  SELECT 'reaction_count', id::text FROM posts p
  WHERE (reaction_count_1, reaction_count_2, reaction_count_3, reaction_count_4, reaction_count_5) <>
    (SELECT count(*) FILTER (WHERE type = 1), count(*) FILTER (WHERE type = 2), count(*) FILTER (WHERE type = 3),
            count(*) FILTER (WHERE type = 4), count(*) FILTER (WHERE type = 5) FROM post_reactions WHERE post_id = p.id)
  UNION ALL
  SELECT 'comments'' reaction_count', id::text FROM comments c
  WHERE (reaction_count_1, reaction_count_2, reaction_count_3, reaction_count_4, reaction_count_5) <>
    (SELECT count(*) FILTER (WHERE type = 1), count(*) FILTER (WHERE type = 2), count(*) FILTER (WHERE type = 3),
            count(*) FILTER (WHERE type = 4), count(*) FILTER (WHERE type = 5) FROM comment_reactions WHERE comment_id = c.id)
  UNION ALL
  SELECT 'unread_count', id FROM users u
  WHERE unread_count <> (SELECT count(*) FROM notifications WHERE user_id = u.id AND NOT is_read)
  UNION ALL
  SELECT 'totals', name FROM tallies
  WHERE name IN ('posts', 'users') AND count <> CASE name WHEN 'users' THEN (SELECT count(*) FROM users)
    ELSE (SELECT count(*) FROM posts WHERE deleted_at IS NULL) END
  UNION ALL
  SELECT 'notified twice', post_id || ' ' || actor_id FROM notifications WHERE type = 2
  GROUP BY post_id, actor_id HAVING count(*) > 1
  UNION ALL
  SELECT 'nobody''s', id::text FROM posts WHERE owner_id NOT IN (SELECT id FROM users)
  UNION ALL
  SELECT 'under no post', id::text FROM comments WHERE post_id NOT IN (SELECT id FROM posts)
  UNION ALL
  SELECT 'not the owner''s', n.id::text FROM notifications n JOIN posts p ON p.id = n.post_id WHERE n.user_id <> p.owner_id`;
