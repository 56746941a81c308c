import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { loadEmbeddedPostgres } from "../../support/postgres.ts";
import { onInterrupt } from "../interrupts.ts";
import { cacheFolder } from "../paths.ts";

export interface Cluster {
  /** URL of its `postgres` database for a superuser. */
  readonly url: string;
  /** `PostgreSQL 18.1 on x86_64...`. */
  readonly version: string;
  /** Process id of the postmaster; undefined if the server is on another machine. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * Production settings for a machine of this size. Durability stays at its defaults: fsync, synchronous_commit and
 * full_page_writes are on. wal_compression stays off: npm's Postgres has only pglz, which takes 0.2 ms for each first change
 * of a page after a checkpoint and would slow writes down right after one.
 */
const settings = [
  "shared_buffers=2GB",
  "effective_cache_size=8GB",
  "work_mem=16MB",
  "maintenance_work_mem=512MB",
  "max_wal_size=8GB",
  "checkpoint_timeout=15min",
  "random_page_cost=1.1",
  "effective_io_concurrency=64",
  "max_connections=300",
  "unix_socket_directories=",
];

/** The server of BENCH_DATABASE_URL, or an embedded one whose data is kept in the cache folder. */
export async function openCluster(): Promise<Cluster> {
  const externalUrl = process.env.BENCH_DATABASE_URL;
  if (externalUrl) return { url: externalUrl, ...(await describe(externalUrl)), stop: async () => {} };

  const databaseDir = join(cacheFolder, "postgres");
  const passwordFile = join(cacheFolder, "postgres-password");
  const isNew = !existsSync(passwordFile);
  await mkdir(cacheFolder, { recursive: true });
  if (isNew) await rm(databaseDir, { recursive: true, force: true });
  const password = isNew ? randomBytes(12).toString("hex") : await readFile(passwordFile, "utf8");
  const port = await freePort();
  const messages: string[] = [];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C"],
    postgresFlags: settings.flatMap((setting) => ["-c", setting]),
    onLog: (message) => messages.push(message),
    onError: (message) => messages.push(String(message)),
  });
  // The library rejects without a reason.
  const failWithLog = () => {
    throw new Error(`Cannot start Postgres in ${databaseDir}: ${messages.join("")}`);
  };
  if (isNew) {
    await server.initialise().catch(failWithLog);
    await writeFile(passwordFile, password, { mode: 0o600 });
  }
  onInterrupt(() => server.stop());
  // `stop` sends the signal synchronously, so it also works in an exit handler.
  const stopOnExit = () => void server.stop();
  process.once("exit", stopOnExit);
  await server.start().catch(failWithLog);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, ...(await describe(url)), stop: () => server.stop().finally(() => process.off("exit", stopOnExit)) };
}

/** URL of another database on the same server. */
export function databaseUrl(cluster: Pick<Cluster, "url">, name: string): string {
  const url = new URL(cluster.url);
  url.pathname = `/${name}`;
  return url.href;
}

export async function execute<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

async function describe(url: string): Promise<{ version: string; pid: number | undefined }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string; pid: number }>("SELECT version(), pg_backend_pid() AS pid");
    const [row] = rows;
    if (!row) throw new Error("Postgres returned no version");
    const isHere = /^(127\.|localhost$)/.test(new URL(url).hostname);
    return { version: row.version, pid: isHere ? await parentOf(row.pid) : undefined };
  } finally {
    await client.end();
  }
}

/** Undefined without /proc or if there is no such process. */
async function parentOf(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => "");
  const parent = /^PPid:\s+(\d+)$/m.exec(status)?.[1];
  return /^Name:\s+postgres/m.test(status) && parent !== undefined ? Number(parent) : undefined;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port");
  return address.port;
}
