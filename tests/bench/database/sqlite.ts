import { existsSync } from "node:fs";
import { copyFile, mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { pino } from "pino";
import { QueryTypes } from "sequelize";
import { connect } from "../../../src/server/database/connect.ts";
import { migrate } from "../../../src/server/database/migrations/migrate.ts";
import { cacheFolder } from "../paths.ts";

const batchSize = 5000;

/** Ordered by foreign keys: referenced tables first. */
const tables = [
  "users",
  "posts",
  "comments",
  "post_reactions",
  "comment_reactions",
  "notifications",
  "tallies",
] as const;

interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * Copies a filled Postgres database into an SQLite file.
 * @param filled name of the Postgres database; the SQLite file is cached under it
 * @param folder receives the copy for this run
 */
export async function sqliteCopy(
  url: string,
  filled: string,
  folder: string,
  print: (text: string) => void,
): Promise<void> {
  const cachedFile = join(cacheFolder, filled, "minifb.sqlite");
  if (!existsSync(cachedFile)) {
    print("Copying the database into SQLite, for this run and later ones");
    await fillSqlite(url, join(cacheFolder, filled), print);
  }
  await copyFile(cachedFile, join(folder, "minifb.sqlite"));
}

async function fillSqlite(url: string, folder: string, print: (text: string) => void): Promise<void> {
  const draft = `${folder}.draft`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const database = await connect({ dataDir: draft, log: pino({ level: "silent" }) });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await migrate(database);
    for (const table of tables) {
      const started = performance.now();
      const { rows: columns } = await client.query<Column>(
        "SELECT column_name AS name, data_type AS type FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'",
        [table],
      );
      const names = columns.map(({ name }) => name);
      const read = columns.map(inSqlite).join(", ");
      const insert = `INSERT INTO ${table} (${names.join(", ")})
        SELECT ${names.map((_, index) => `value ->> ${index}`).join(", ")} FROM json_each($1)`;
      await client.query(`BEGIN; DECLARE rows CURSOR FOR SELECT json_build_array(${read}) AS row FROM ${table}`);
      await database.write(async (transaction) => {
        for (;;) {
          const batch = await client.query<{ row: unknown }>({
            text: `FETCH ${batchSize} FROM rows`,
            types: { getTypeParser: () => String },
          });
          if (batch.rows.length === 0) return;
          const bind = [`[${batch.rows.map(({ row }) => row).join(",")}]`];
          await database.sequelize.query(insert, { bind, transaction, type: QueryTypes.RAW });
        }
      });
      await client.query("COMMIT");
      print(`  ${table}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
    }
    await database.sequelize.query("ANALYZE", { type: QueryTypes.RAW });
    await database.sequelize.query("PRAGMA wal_checkpoint(TRUNCATE)", { type: QueryTypes.RAW });
  } finally {
    await client.end();
    await database.close();
  }
  await rm(folder, { recursive: true, force: true });
  await rename(draft, folder);
}

/** The SQL for a value in SQLite's format: times as text in Sequelize's format, booleans as 0 and 1. */
function inSqlite({ name, type }: Column): string {
  if (type.startsWith("timestamp")) return `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS +00:00')`;
  return type === "boolean" ? `${name}::int` : name;
}
