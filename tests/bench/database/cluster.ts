import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { loadEmbeddedPostgres } from "../../support/postgres.ts";
import { beforeInterruption } from "../interrupts.ts";
import { cacheFolder } from "../paths.ts";

export interface Cluster {
  /** Its `postgres` database, as a superuser. */
  readonly url: string;
  /** What it says of itself: `PostgreSQL 18.1 on x86_64...`. */
  readonly version: string;
  /** Of the process that all others of the server are children of; undefined where that is on another machine. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/**
 * As one sets up Postgres on a machine of this size for production. Nothing is bought by risking data: fsync,
 * synchronous_commit and full_page_writes are on, as they are by default. wal_compression is off, as it is by default: npm's
 * Postgres has only pglz, which takes 0.2 ms for each page that is changed for the first time since a checkpoint, so that
 * writes would take longer the sooner after one it is their turn.
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

/** The server that BENCH_DATABASE_URL names, or one of our own, whose data is kept from run to run. */
export async function openCluster(): Promise<Cluster> {
  const given = process.env.BENCH_DATABASE_URL;
  if (given) return { url: given, ...(await describe(given)), stop: async () => {} };

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
  // The library rejects with nothing.
  const told = () => {
    throw new Error(`Cannot start Postgres in ${databaseDir}: ${messages.join("")}`);
  };
  if (isNew) {
    await server.initialise().catch(told);
    await writeFile(passwordFile, password, { mode: 0o600 });
  }
  beforeInterruption(() => server.stop());
  // The signal to stop is sent before `stop` returns its promise.
  const abandon = () => void server.stop();
  process.once("exit", abandon);
  await server.start().catch(told);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, ...(await describe(url)), stop: () => server.stop().finally(() => process.off("exit", abandon)) };
}

/** The same server, another database. */
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
    if (!row) throw new Error("Postgres says nothing of itself");
    const isHere = /^(127\.|localhost$)/.test(new URL(url).hostname);
    return { version: row.version, pid: isHere ? await parentOf(row.pid) : undefined };
  } finally {
    await client.end();
  }
}

/** Undefined where there is no /proc or no such process. */
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
