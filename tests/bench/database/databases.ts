import { createHash } from "node:crypto";
import { pino } from "pino";
import { connect } from "../../../src/database/connect.ts";
import { migrate } from "../../../src/database/migrate.ts";
import { columnTypes, migrations } from "../../../src/database/migrations.ts";
import { type Cluster, databaseUrl, execute } from "./cluster.ts";
import { fill, fillFingerprint, fillSteps } from "./fill.ts";
import type { Sizes } from "./sizes.ts";

/** A copy of a filled database, which a run may change. */
export interface WorkingCopy {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

export interface FillOptions {
  readonly sizes: Sizes;
  /** PBKDF2's, of the members' passwords. */
  readonly iterations: number;
  readonly say: (text: string) => void;
}

/**
 * The name of a filled database, which is made where there is none. The name tells its sizes and the schema it was made
 * by, so a change of either makes another. Nobody writes to it.
 */
export async function filledDatabase(cluster: Cluster, { sizes, iterations, say }: FillOptions): Promise<string> {
  const schema = migrations.map(({ name, up }) => [name, up(columnTypes.postgres)]);
  const fingerprint = JSON.stringify([schema, fillFingerprint(sizes), iterations]);
  const name = `minifb_bench_${sizes.posts}_${createHash("sha256").update(fingerprint).digest("hex").slice(0, 12)}`;
  const known = await execute(cluster.url, "SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (known.length > 0) return name;

  const draft = `${name}_work_${process.pid}`;
  say(`Filling a database with ${sizes.posts} posts, for this run and the next ones`);
  await execute(cluster.url, `DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
  await execute(cluster.url, `CREATE DATABASE ${draft}`);
  const url = databaseUrl(cluster, draft);
  const database = await connect({ url, dataDir: "", log: pino({ level: "silent" }) });
  await migrate(database);
  await database.close();
  await fill(url, fillSteps(sizes, iterations), say);
  await execute(cluster.url, "CHECKPOINT");
  await execute(cluster.url, `ALTER DATABASE ${draft} RENAME TO ${name}`);
  return name;
}

/** Also removes what an earlier run that was killed has left. */
export async function copyDatabase(cluster: Cluster, filled: string): Promise<WorkingCopy> {
  const name = `${filled}_work_${process.pid}`;
  await execute(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await execute(cluster.url, `CREATE DATABASE ${name} TEMPLATE ${filled} STRATEGY FILE_COPY`);
  const drop = async () => {
    await execute(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { name, url: databaseUrl(cluster, name), drop };
}

/** Removes working copies of runs that were killed. */
export async function dropLeftovers(cluster: Cluster): Promise<void> {
  const rows = await execute<{ datname: string }>(
    cluster.url,
    "SELECT datname FROM pg_database WHERE datname LIKE 'minifb\\_bench\\_%\\_work\\_%'",
  );
  for (const { datname } of rows) {
    const pid = Number(/_work_(\d+)$/.exec(datname)?.[1] ?? 0);
    if (pid === 0 || !isAlive(pid)) await execute(cluster.url, `DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
