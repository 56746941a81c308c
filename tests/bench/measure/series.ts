import type { LoadGenerator } from "../load/generator.ts";
import type { Operation } from "../operations.ts";
import type { Server } from "../servers.ts";
import { type Layout, pin } from "./pinning.ts";
import { measureRound, type Round } from "./round.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** One thing that is measured beside others. */
export interface Subject {
  readonly name: string;
  readonly server: Server;
  readonly operation: Operation;
  readonly connections: number;
  /** Requests a second, for an open loop. */
  readonly rate?: number;
  /** Load on the same server that is not measured. */
  readonly background?: { readonly operation: Operation; readonly connections: number };
}

/** Times the warm-up of a round. */
const firstWarmUp = 4;

/** Subjects that are compared: their rounds take turns, so that whatever else the machine does falls on all of them. */
export interface Series {
  readonly key: string;
  readonly title: string;
  readonly subjects: readonly Subject[];
  readonly layout: Layout | undefined;
}

export interface Pace {
  readonly rounds: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

export interface SubjectResult {
  readonly name: string;
  readonly title: string;
  readonly connections: number;
  readonly rate?: number;
  readonly perSecond: Spread;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly serverMicroseconds: number;
  readonly databaseMicroseconds: number;
  readonly loadShare: number;
  readonly residentMiB: number;
  readonly unanswered: number;
  /** Answers in all rounds. */
  readonly statuses: Readonly<Record<string, number>>;
}

export interface SeriesResult {
  readonly key: string;
  readonly title: string;
  readonly layout: string;
  readonly subjects: readonly SubjectResult[];
}

export interface Bench {
  readonly load: LoadGenerator;
  readonly backgroundLoad: LoadGenerator;
  readonly databasePid: number | undefined;
  readonly say: (text: string) => void;
}

export async function measureSeries(series: Series, pace: Pace, bench: Bench): Promise<SeriesResult> {
  const rounds = series.subjects.map((): Round[] => []);
  const { layout } = series;
  let isPinned = layout !== undefined;
  if (layout) {
    const rest = [bench.load.pid, bench.backgroundLoad.pid, bench.databasePid];
    for (const { server } of series.subjects) isPinned = (await pin(server.pid, layout.server)) && isPinned;
    for (const pid of rest) if (pid !== undefined) isPinned = (await pin(pid, layout.rest)) && isPinned;
  }
  for (const [at, subject] of series.subjects.entries()) await warmUp(subject, seedOf(series, at, 0), pace, bench);
  for (let round = 1; round <= pace.rounds; round++) {
    for (let index = 0; index < series.subjects.length; index++) {
      // Each round begins with another one.
      const at = (index + round) % series.subjects.length;
      const subject = series.subjects[at];
      if (subject) rounds[at]?.push(await measureSubject(subject, seedOf(series, at, round), pace, bench));
    }
  }
  return {
    key: series.key,
    title: series.title,
    layout: isPinned && layout ? layout.title : "all on whatever processors the system gives them",
    subjects: series.subjects.map((subject, index) => summarize(subject, rounds[index] ?? [])),
  };
}

/**
 * In a round all read the same. Each writes something else: who reacts to what another has reacted to a moment ago, as the
 * same members, finds nothing left to do.
 */
function seedOf({ subjects }: Series, at: number, round: number): number {
  return subjects[at]?.operation.isRead ? round : round * subjects.length + at;
}

const warm = new WeakMap<Operation, Set<Server>>();

/**
 * A server that has just started runs unoptimised code, so that it would be measured against others which had minutes to
 * warm up. Each gets a while of an operation before that is measured for the first time.
 */
async function warmUp(subject: Subject, seed: number, pace: Pace, { load }: Bench): Promise<void> {
  const { server, operation, connections } = subject;
  const servers = warm.get(operation) ?? new Set();
  if (servers.has(server)) return;
  warm.set(operation, servers.add(server));
  const seconds = firstWarmUp * pace.warmUpSeconds;
  await load.run({ port: server.port, pool: operation.pool, connections, warmUpSeconds: 0, seconds, seed });
}

async function measureSubject(subject: Subject, seed: number, pace: Pace, bench: Bench): Promise<Round> {
  const { server, operation, connections, rate, background } = subject;
  const { warmUpSeconds, seconds } = pace;
  const times = { warmUpSeconds, seconds, seed };
  const beside = background
    ? bench.backgroundLoad.run({
        ...times,
        // It begins with the other and ends after it.
        seconds: seconds + 0.2,
        port: server.port,
        pool: background.operation.pool,
        connections: background.connections,
      })
    : undefined;
  const job = { ...times, pool: operation.pool, connections, ...(rate === undefined ? {} : { rate }) };
  const measured = await measureRound({ server, job, load: bench.load, databasePid: bench.databasePid });
  await beside;
  return measured;
}

function summarize({ name, server, connections, rate }: Subject, rounds: readonly Round[]): SubjectResult {
  const median = (of: (round: Round) => number) => spreadOf(rounds.map(of)).median;
  const statuses: Record<string, number> = {};
  for (const round of rounds) {
    for (const [status, count] of Object.entries(round.statuses)) statuses[status] = (statuses[status] ?? 0) + count;
  }
  return {
    name,
    title: server.title,
    connections,
    ...(rate === undefined ? {} : { rate }),
    perSecond: spreadOf(rounds.map(({ perSecond }) => perSecond)),
    p50: median(({ latencies }) => latencies.p50),
    p90: median(({ latencies }) => latencies.p90),
    p99: median(({ latencies }) => latencies.p99),
    serverMicroseconds: median(({ serverMicroseconds }) => serverMicroseconds),
    databaseMicroseconds: median(({ databaseMicroseconds }) => databaseMicroseconds),
    loadShare: median(({ loadShare }) => loadShare),
    residentMiB: spreadOf(rounds.map(({ residentMiB }) => residentMiB)).most,
    unanswered: median(({ unanswered }) => unanswered),
    statuses,
  };
}
