import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { pino } from "pino";
import { connect } from "../../src/server/database/connect.ts";
import { migrate } from "../../src/server/database/migrations/migrate.ts";
import { createDatabase } from "../support/postgres.ts";
import { execute } from "./database/cluster.ts";
import { fill, fillSteps } from "./database/fill.ts";
import { wrongCounters } from "./database/invariants.ts";
import { parseOptions } from "./options.ts";
import { builtModule } from "./paths.ts";

const run = promisify(execFile);

test("a small benchmark runs end to end, all contenders give the same JSON, and no request fails", async (t) => {
  const server = await createDatabase();
  const out = await mkdtemp(join(tmpdir(), "minifb-bench-test-"));
  t.after(() => rm(out, { recursive: true, force: true }));
  t.after(() => server.drop());

  const { stdout } = await run(
    process.execPath,
    [
      builtModule("tests/bench/main"),
      ...["--fresh", "--posts", "1000", "--iterations", "1000", "--rounds", "1", "--seconds", "0.2", "--warm-up", "0"],
      ...["--only", "^(create-post|comment|react)$", "--without", "compose", "--out", out],
    ],
    { env: { ...process.env, BENCH_DATABASE_URL: server.url } },
  );

  assert.match(stdout, /All contenders give the same JSON: 210 responses compared/);
  const {
    series,
    goals,
    skipped,
    wrongCounters: wrong,
  } = JSON.parse(await readFile(join(out, "results.json"), "utf8"));
  assert.deepEqual(skipped, []);
  assert.deepEqual(wrong, []);
  assert.deepEqual(
    series.map(({ key }: { key: string }) => key),
    ["create-post", "comment", "react"],
  );
  for (const { key, subjects } of series) {
    assert.equal(subjects.length, 6, key);
    for (const { name, statuses } of subjects) {
      const others = Object.keys(statuses).filter((status) => !status.startsWith("20"));
      assert.deepEqual(others, [], `${key} by ${name}`);
    }
  }
  assert.ok(goals.length > 30);
  assert.match(await readFile(join(out, "index.html"), "utf8"), /<svg /);
  const report = await readFile(join(out, "README.md"), "utf8");
  assert.match(report, /\| create a post \|/);
  assert.match(report, /\| create a post \| without compose \| [\d.]+ x \|/);
});

test("counters and totals of a filled database equal a count of its rows", async (t) => {
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
  assert.deepEqual(await wrongCounters(url), []);
});

test("an invalid option is reported by name", () => {
  assert.throws(() => parseOptions(["--posts", "many"]), /--posts must be a whole number/);
  assert.throws(() => parseOptions(["--seconds", "0"]), /--seconds must be/);
  assert.throws(() => parseOptions(["--without", "all"]), /--without must be a list of names from buffer-pool/);
  assert.deepEqual(parseOptions(["--without", "compose,next-tick"]).without, ["compose", "next-tick"]);
  assert.deepEqual(parseOptions(["--full"]).sizes, {
    posts: 1_000_000,
    users: 100_000,
    comments: 3_000_000,
    reactions: 3_000_000,
  });
});
