import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { checkDatabase, type DatabaseResult } from "./checks/check-database.ts";
import { readDocumentedStatuses } from "./checks/documented-statuses.ts";
import type { Dialect, Fault } from "./fault.ts";
import { createLedger } from "./load/ledger.ts";
import { startLoad } from "./load/load.ts";
import { createObserver } from "./load/observer.ts";
import { createPostgresCluster } from "./processes/postgres-cluster.ts";
import { createFaultServer, type FaultServer } from "./processes/server.ts";

export interface RunOptions {
  /** How long the load runs before and after the fault. */
  readonly seconds: number;
  /** The load also runs until so many writes are acknowledged. */
  readonly writes: number;
  readonly budgetMs: number;
  readonly recoveryMs: number;
  readonly keys: boolean;
}

export interface FaultResult {
  readonly fault: Fault;
  readonly dialect: Dialect;
  readonly skipped?: string;
  readonly violations: readonly string[];
  readonly acknowledged: number;
  readonly database?: DatabaseResult;
  readonly statuses: ReadonlyMap<string, number>;
  readonly longestRequestMs: number;
  readonly longestOutageMs: number;
  readonly recoveryMs: number | undefined;
  readonly seconds: number;
}

const clients = 16;
const maxExtraLoadMs = 60_000;
export const baseEnv = {
  JWT_SECRET: "a secret for the fault suite, 32 bytes or more",
  LOG_LEVEL: "info",
  RATE_LIMIT: "off",
  PBKDF2_ITERATIONS: "1000",
};

/** Starts a database and servers, runs the load, injects the fault and checks the invariants. */
export async function runFault(fault: Fault, dialect: Dialect, options: RunOptions): Promise<FaultResult> {
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const none = { fault, dialect, violations: [], acknowledged: 0, statuses: new Map<string, number>() };
  const unmeasured = { longestRequestMs: 0, longestOutageMs: 0, recoveryMs: undefined };
  const skipped = fault.skip?.();
  if (skipped !== undefined) return { ...none, ...unmeasured, skipped, seconds: seconds() };

  const cleanups: (() => void | Promise<void>)[] = [];
  try {
    const folder = mkdtempSync(join(tmpdir(), "minifb-faults-"));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
    execFileSync("chmod", ["755", folder]);
    if (fault.tmpfsMb !== undefined) {
      execFileSync("mount", ["-t", "tmpfs", "-o", `size=${fault.tmpfsMb}m`, "tmpfs", folder]);
      cleanups.push(() => void execFileSync("umount", ["-l", folder]));
    }
    const cluster = dialect === "postgres" ? await createPostgresCluster(folder) : undefined;
    if (cluster) cleanups.push(() => cluster.remove());
    await cluster?.start();
    const dataDir = join(folder, "data");
    mkdirSync(dataDir);
    const location = { dataDir, ...(cluster ? { url: cluster.url } : {}) };
    const env = {
      ...baseEnv,
      DATA_DIR: dataDir,
      ...(cluster ? { DATABASE_URL: cluster.url } : {}),
      WORKERS: String(fault.workers ?? 1),
      ...fault.env?.(folder),
    };
    const first = await createFaultServer(env);
    const servers: [FaultServer, ...FaultServer[]] = [first];
    while (servers.length < (fault.nodes ?? 1)) servers.push(await createFaultServer(env));
    for (const server of servers) {
      cleanups.push(() => server.kill());
      await server.start();
    }

    const ledger = createLedger();
    const observer = createObserver(await readDocumentedStatuses(), options.budgetMs);
    const ports = servers.map(({ port }) => port);
    const timeoutMs = options.budgetMs + 15_000;
    const load = await startLoad({ ports, ledger, observer, clients, timeoutMs, keys: options.keys });
    const violations: string[] = [];
    await delay(1000 * options.seconds);
    const startMs = performance.now();
    const postgres = () => {
      if (!cluster) throw new Error("There is no Postgres");
      return cluster;
    };
    await fault.inject({ servers, postgres, folder, ledger }).catch((error: unknown) => {
      violations.push(`the fault ended with an error: ${error instanceof Error ? error.message : error}`);
    });
    const endMs = performance.now();
    await delay(1000 * options.seconds);
    const isUnfinished = () =>
      ledger.acknowledged < options.writes || observer.firstSuccessAfterMs("write", endMs) === undefined;
    while (isUnfinished() && performance.now() - endMs < maxExtraLoadMs) await delay(100);
    const loadEndMs = performance.now();
    await load.stop();

    for (const server of servers) {
      await server.stop().catch((error: unknown) => {
        violations.push(`a server did not stop: ${String(error).split("\n")[0]}`);
      });
    }
    const database = await checkDatabase(ledger, location);
    const recoveryMs = observer.firstSuccessAfterMs("write", endMs);
    for (const [rule, count] of observer.violations) violations.push(`${rule} (${count})`);
    violations.push(...databaseViolations(database, fault));
    if (recoveryMs === undefined || recoveryMs > options.recoveryMs)
      violations.push(`no write succeeded within ${options.recoveryMs} ms after the fault`);
    violations.push(...(fault.check?.(observer, { startMs, endMs }) ?? []));
    return {
      fault,
      dialect,
      violations,
      acknowledged: ledger.acknowledged,
      database,
      statuses: observer.statuses,
      longestRequestMs: observer.longestRequestMs(),
      longestOutageMs: observer.longestGapMs("write", startMs, loadEndMs),
      recoveryMs,
      seconds: seconds(),
    };
  } finally {
    for (const cleanup of cleanups.toReversed()) await cleanup();
  }
}

function databaseViolations(database: DatabaseResult, fault: Fault): string[] {
  const { lost, duplicated, undeleted, refusedButWritten, wrongCounters, resetButWritten } = database;
  return [
    ...(lost > 0 ? [`${lost} acknowledged writes are lost`] : []),
    ...(duplicated > 0 ? [`${duplicated} writes are duplicated`] : []),
    ...(undeleted > 0 ? [`${undeleted} acknowledged deletions do not hold`] : []),
    ...(refusedButWritten > 0 ? [`${refusedButWritten} refused writes are in the database`] : []),
    ...(wrongCounters > 0 ? [`${wrongCounters} counters are wrong`] : []),
    ...(fault.mustAnswerAccepted && resetButWritten > 0
      ? [`${resetButWritten} executed requests lost their connection`]
      : []),
  ];
}
