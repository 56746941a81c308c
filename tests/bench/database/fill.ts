import { pbkdf2Sync } from "node:crypto";
import pg from "pg";
import { names, sampleTexts } from "./content.ts";
import { firstUser, password, type Sizes } from "./sizes.ts";

/** One step of filling an empty, migrated database. Counters are computed from the rows. */
export interface FillStep {
  readonly title: string;
  readonly sql: string;
}

/**
 * A power law, as for popularity in real data: of N items the most popular has a share of N^-0.3. Multiplying by a prime
 * spreads popular items over all ids.
 */
const popular = (count: number) => `(1 + (floor(power(random(), 3.333) * ${count})::bigint * 2147483629) % ${count})`;
const user = (n: string) => `'user' || (${firstUser} + ${n})`;
const oneOf = (list: readonly string[]) =>
  `(ARRAY[${list.map((text) => pg.escapeLiteral(text)).join(",")}])[1 + floor(random() * ${list.length})::int]`;
const countsOf = (table: string, column: string) => `
  SELECT ${column} AS id, ${[1, 2, 3, 4, 5].map((type) => `count(*) FILTER (WHERE type = ${type}) AS c${type}`).join(", ")}
  FROM ${table} GROUP BY ${column}`;
const counters = [1, 2, 3, 4, 5].map((type) => `reaction_count_${type}`).join(", ");
const counted = (alias: string) => [1, 2, 3, 4, 5].map((type) => `COALESCE(${alias}.c${type}, 0)`).join(", ");
const reactionType = "1 + floor(power(random(), 2.5) * 5)::int";

const start = "timestamptz '2024-11-01 00:00:00Z'";
const end = "timestamptz '2026-11-01 00:00:00Z'";
const moment = (n: string, count: number) => `${start} + (${end} - ${start}) * (${n}::float8 / ${count})`;
const anyMoment = `${start} + (${end} - ${start}) * random()`;

/** Draws more pairs than needed, since some are duplicates. */
const distinct = (first: string, second: string, count: number) => `
  SELECT first, second FROM (SELECT ${first} AS first, ${second} AS second FROM generate_series(1, ${Math.ceil(count * 1.4)})) drawn
  GROUP BY first, second LIMIT ${count}`;

/** All users have the same password and salt, so it is hashed once. @param iterations of PBKDF2 */
export function fillSteps(sizes: Sizes, iterations: number): readonly FillStep[] {
  const { posts, users, comments, reactions } = sizes;
  const key = pbkdf2Sync(password, "benchmarkbenchma", iterations, 32, "sha256").toString("hex");
  const passwordHash = `pbkdf2:sha256:${iterations}$benchmarkbenchma$${key}`;
  const commentReactions = Math.floor(reactions / 10);
  const notified = 1 / 3;
  return [
    {
      title: "owners",
      sql: `CREATE TEMP TABLE owners AS
            SELECT n AS id, ${popular(users)} AS owner, random() < 0.005 AS deleted FROM generate_series(1, ${posts}) n;
            ALTER TABLE owners ADD PRIMARY KEY (id); ANALYZE owners`,
    },
    {
      title: `${commentReactions} reactions to comments`,
      sql: `INSERT INTO comment_reactions (comment_id, user_id, type, created_at)
            SELECT first, ${user("second")}, ${reactionType}, ${anyMoment}
            FROM (${distinct(popular(comments), popular(users), commentReactions)}) pairs`,
    },
    {
      title: `${comments} comments`,
      sql: `INSERT INTO comments (id, post_id, owner_id, content, created_at, updated_at, ${counters})
            SELECT n, ${popular(posts)}, ${user(popular(users))}, ${oneOf(sampleTexts(128, 60, 400))}, ${moment("n", comments)},
                   ${moment("n", comments)}, ${counted("counts")}
            FROM generate_series(1, ${comments}) n LEFT JOIN (${countsOf("comment_reactions", "comment_id")}) counts ON counts.id = n`,
    },
    {
      title: `${reactions} reactions`,
      sql: `INSERT INTO post_reactions (id, post_id, user_id, type, created_at)
            SELECT n, first, ${user("second")}, ${reactionType}, ${moment("n", reactions)}
            FROM (SELECT row_number() OVER () AS n, first, second
                  FROM (${distinct(popular(posts), popular(users), reactions)}) pairs) numbered`,
    },
    {
      title: `${posts} posts`,
      sql: `INSERT INTO posts (id, owner_id, content, comment_count, ${counters}, created_at, updated_at, deleted_at)
            SELECT o.id, ${user("o.owner")}, ${oneOf(sampleTexts(256, 140, 1200))} || ' #' || o.id, COALESCE(written.count, 0),
                   ${counted("counts")}, ${moment("o.id", posts)}, ${moment("o.id", posts)},
                   CASE WHEN o.deleted THEN ${end} END
            FROM owners o
            LEFT JOIN (${countsOf("post_reactions", "post_id")}) counts ON counts.id = o.id
            LEFT JOIN (SELECT post_id, count(*) FROM comments GROUP BY post_id) written ON written.post_id = o.id
            ORDER BY o.id`,
    },
    {
      title: "notifications of the newest comments and reactions",
      sql: `INSERT INTO notifications (id, user_id, type, actor_id, post_id, is_read, created_at)
            SELECT row_number() OVER (ORDER BY at), ${user("o.owner")}, type, actor, post_id, random() < 0.8, at
            FROM (
              SELECT 1 AS type, owner_id AS actor, post_id, created_at AS at FROM comments
              WHERE id > ${Math.floor(comments * (1 - notified))}
              UNION ALL
              SELECT 2, user_id, post_id, created_at FROM post_reactions
              WHERE id > ${Math.floor(reactions * (1 - notified))}
            ) acts JOIN owners o ON o.id = post_id
            WHERE NOT o.deleted AND ${user("o.owner")} <> actor`,
    },
    {
      title: `${users} users`,
      sql: `INSERT INTO users (id, password_hash, name, nickname, bio, unread_count, created_at)
            SELECT ${user("n")}, '${passwordHash}', ${oneOf(names)}, CASE WHEN random() < 0.5 THEN 'nick' || n END,
                   CASE WHEN random() < 0.3 THEN 'I write about boats.' END, COALESCE(unread.count, 0), ${moment("n", users)}
            FROM generate_series(1, ${users}) n
            LEFT JOIN (SELECT user_id, count(*) FROM notifications WHERE NOT is_read GROUP BY user_id) unread
              ON unread.user_id = ${user("n")}`,
    },
    {
      title: "totals",
      sql: `INSERT INTO tallies (name, shard, count) VALUES
              ('users', 0, (SELECT count(*) FROM users)), ('posts', 0, (SELECT count(*) FROM posts WHERE deleted_at IS NULL));
            INSERT INTO tallies (name, shard, count)
            SELECT 'posts@' || to_char(date_bin('15 minutes', created_at, ${start}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"'), 0, count(*)
            FROM posts WHERE created_at > ${end} - interval '3 days' AND deleted_at IS NULL GROUP BY 1;
            ${["posts", "comments", "post_reactions", "comment_reactions", "notifications"]
              .map(
                (table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT max(id) FROM ${table}));`,
              )
              .join("\n")}`,
    },
  ];
}

/** Beside the schema and the sizes, what the content of a filled database depends on. */
export function fillFingerprint(sizes: Sizes): string {
  return JSON.stringify(fillSteps(sizes, 1));
}

/** Fills an empty, migrated database. Indexes are made anew at the end, which is faster than keeping them up. */
export async function fill(url: string, steps: readonly FillStep[], print: (text: string) => void): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const run = async (title: string, sql: string) => {
    const started = performance.now();
    await client.query(sql);
    print(`  ${title}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  };
  try {
    await client.query(`SET session_replication_role = replica; SET synchronous_commit = off; SET work_mem = '256MB';
      SET max_parallel_workers_per_gather = 0; SET TimeZone = 'UTC'; SELECT setseed(0.42)`);
    const indexStatements = await dropIndexes(client);
    for (const { title, sql } of steps) await run(title, sql);
    await run("indexes", indexStatements.join(";\n"));
    await run("statistics", "VACUUM (FREEZE, ANALYZE)");
  } finally {
    await client.end();
  }
}

/** @returns the SQL that recreates them */
async function dropIndexes(client: pg.Client): Promise<readonly string[]> {
  const { rows: constraints } = await client.query<{ table: string; name: string; definition: string }>(
    `SELECT conrelid::regclass::text AS table, conname AS name, pg_get_constraintdef(oid) AS definition
     FROM pg_constraint WHERE contype = 'u' AND connamespace = 'public'::regnamespace`,
  );
  for (const { table, name } of constraints) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
     FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
     WHERE relnamespace = 'public'::regnamespace AND NOT indisprimary`,
  );
  for (const { name } of indexes) await client.query(`DROP INDEX ${name}`);
  return [
    ...indexes.map(({ definition }) => definition),
    ...constraints.map(({ table, name, definition }) => `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`),
  ];
}
