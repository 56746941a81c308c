import type { LoadGenerator } from "../load/generator.ts";
import type { Server } from "../servers.ts";
import type { Workload } from "../workloads.ts";
import { type Layout, pin } from "./pinning.ts";
import { measureRound, type Round } from "./round.ts";
import { type Spread, spreadOf } from "./statistics.ts";

/** One server under one workload, compared with the other subjects of a series. */
export interface Subject {
  readonly name: string;
  readonly server: Server;
  readonly workload: Workload;
  readonly connections: number;
  /** Requests a second, for an open loop. */
  readonly rate?: number;
  /** Additional load on the same server, which is not measured. */
  readonly background?: { readonly workload: Workload; readonly connections: number };
}

/** Multiple of a round's warm-up. */
const firstWarmUpFactor = 4;

/** Subjects to compare. Their rounds are interleaved, so that noise from the machine affects all of them. */
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
  /** Number of responses by status, over all rounds. */
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
  readonly print: (text: string) => void;
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
      // Each round starts with another subject.
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
 * Subjects share a seed for reads, so that they get the same requests. Writes need a seed per subject: repeating another
 * subject's reaction would change nothing.
 */
function seedOf({ subjects }: Series, at: number, round: number): number {
  return subjects[at]?.workload.isRead ? round : round * subjects.length + at;
}

const warmServers = new WeakMap<Workload, Set<Server>>();

/**
 * Runs a workload before its first measurement on a server, so that all servers are measured with optimized code.
 */
async function warmUp(subject: Subject, seed: number, pace: Pace, { load }: Bench): Promise<void> {
  const { server, workload, connections } = subject;
  const servers = warmServers.get(workload) ?? new Set();
  if (servers.has(server)) return;
  warmServers.set(workload, servers.add(server));
  const seconds = firstWarmUpFactor * pace.warmUpSeconds;
  await load.run({ port: server.port, pool: workload.requests, connections, warmUpSeconds: 0, seconds, seed });
}

async function measureSubject(subject: Subject, seed: number, pace: Pace, bench: Bench): Promise<Round> {
  const { server, workload, connections, rate, background } = subject;
  const { warmUpSeconds, seconds } = pace;
  const times = { warmUpSeconds, seconds, seed };
  const backgroundRun = background
    ? bench.backgroundLoad.run({
        ...times,
        // Starts with the measured load and ends after it.
        seconds: seconds + 0.2,
        port: server.port,
        pool: background.workload.requests,
        connections: background.connections,
      })
    : undefined;
  const job = { ...times, pool: workload.requests, connections, ...(rate === undefined ? {} : { rate }) };
  const measured = await measureRound({ server, job, load: bench.load, databasePid: bench.databasePid });
  await backgroundRun;
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
    residentMiB: spreadOf(rounds.map(({ residentMiB }) => residentMiB)).max,
    unanswered: median(({ unanswered }) => unanswered),
    statuses,
  };
}
