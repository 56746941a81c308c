import { createHash } from "node:crypto";
import { pino } from "pino";
import { connect } from "../../../src/server/database/connect.ts";
import { migrations } from "../../../src/server/database/migrations/all.ts";
import { migrate } from "../../../src/server/database/migrations/migrate.ts";
import { columnTypes } from "../../../src/server/database/migrations/migration.ts";
import { type Cluster, databaseUrl, execute } from "./cluster.ts";
import { fill, fillFingerprint, fillSteps } from "./fill.ts";
import type { Sizes } from "./sizes.ts";

/** A copy of a filled database that a run may change. */
export interface WorkingCopy {
  readonly name: string;
  readonly url: string;
  drop(): Promise<void>;
}

export interface FillOptions {
  readonly sizes: Sizes;
  /** PBKDF2 iterations of the members' passwords. */
  readonly iterations: number;
  readonly print: (text: string) => void;
}

/**
 * Returns the name of a filled database and creates it if needed. The name contains a hash of sizes and schema, so a change
 * of either creates another one. It is a template: runs write only to copies.
 */
export async function filledDatabase(cluster: Cluster, options: FillOptions): Promise<string> {
  const name = nameOf(options);
  const existing = await execute(cluster.url, "SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  if (existing.length > 0) return name;
  options.print(`Filling a database with ${options.sizes.posts} posts, for this run and the next ones`);
  const draft = await createFilled(cluster, options);
  await execute(cluster.url, `ALTER DATABASE ${draft} RENAME TO ${name}`);
  return name;
}

/** A filled database that only this run uses. */
export async function freshDatabase(cluster: Cluster, options: FillOptions): Promise<WorkingCopy> {
  options.print(`Filling a database with ${options.sizes.posts} posts, for this run`);
  return workingCopy(cluster, await createFilled(cluster, options));
}

function nameOf({ sizes, iterations }: FillOptions): string {
  const schema = migrations.map(({ name, up }) => [name, up(columnTypes.postgres)]);
  const fingerprint = JSON.stringify([schema, fillFingerprint(sizes), iterations]);
  return `minifb_bench_${sizes.posts}_${createHash("sha256").update(fingerprint).digest("hex").slice(0, 12)}`;
}

/** @returns its name, which follows the pattern of working copies until it is renamed */
async function createFilled(cluster: Cluster, options: FillOptions): Promise<string> {
  const name = `${nameOf(options)}_${++copyCount}_work_${process.pid}`;
  await execute(cluster.url, `CREATE DATABASE ${name}`);
  const url = databaseUrl(cluster, name);
  const database = await connect({ url, dataDir: "", log: pino({ level: "silent" }) });
  await migrate(database);
  await database.close();
  await fill(url, fillSteps(options.sizes, options.iterations), options.print);
  await execute(cluster.url, "CHECKPOINT");
  return name;
}

let copyCount = 0;

export async function copyDatabase(cluster: Cluster, filled: string): Promise<WorkingCopy> {
  const name = `${filled}_${++copyCount}_work_${process.pid}`;
  await execute(cluster.url, `CREATE DATABASE ${name} TEMPLATE ${filled} STRATEGY FILE_COPY`);
  return workingCopy(cluster, name);
}

function workingCopy(cluster: Cluster, name: string): WorkingCopy {
  const drop = async () => {
    await execute(cluster.url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  };
  return { name, url: databaseUrl(cluster, name), drop };
}

/** Drops working copies of runs that were killed. */
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
