import type { LoadGenerator } from "../load/generator.ts";
import type { LoadJob, LoadResult } from "../load/job.ts";
import type { Server } from "../servers.ts";
import { cpuSeconds, residentMiB } from "./processes.ts";

/** The result of one load job against one server. */
export interface Round extends LoadResult {
  readonly perSecond: number;
  /** CPU time per request, in microseconds; NaN if unknown. */
  readonly serverMicroseconds: number;
  readonly databaseMicroseconds: number;
  /** Utilization of one core by the load generator; near 1 it was the bottleneck. */
  readonly loadShare: number;
  /** Peak of the server. */
  readonly residentMiB: number;
}

export interface RoundOptions {
  readonly server: Server;
  readonly job: Omit<LoadJob, "port">;
  readonly load: LoadGenerator;
  /** Process whose CPU time counts as the database's. */
  readonly databasePid: number | undefined;
  /** Called when the warm-up is over. */
  readonly onMeasuring?: () => void;
}

const memorySampleMs = 250;

export async function measureRound({ server, job, load, databasePid, onMeasuring }: RoundOptions): Promise<Round> {
  const cpu = () => Promise.all([cpuSeconds(server.pid), cpuSeconds(databasePid)]);
  let atStart: Promise<number[]> = Promise.resolve([]);
  let peakMiB = 0;
  const sampleMemory = async () => {
    peakMiB = Math.max(peakMiB, await residentMiB(server.pid));
  };
  const sampling = setInterval(() => void sampleMemory(), memorySampleMs);
  try {
    const started = () => {
      atStart = cpu();
      onMeasuring?.();
    };
    const result = await load.run({ ...job, port: server.port }, started).catch((error: unknown) => {
      throw new Error(`${server.title}: ${server.exitMessage() ?? error}`);
    });
    const [serverBefore = Number.NaN, databaseBefore = Number.NaN] = await atStart;
    const [serverAfter = Number.NaN, databaseAfter = Number.NaN] = await cpu();
    await sampleMemory();
    const perRequest = (seconds: number) => (1e6 * seconds) / Math.max(1, result.answered);
    return {
      ...result,
      perSecond: result.answered / result.seconds,
      serverMicroseconds: perRequest(serverAfter - serverBefore),
      databaseMicroseconds: perRequest(databaseAfter - databaseBefore),
      loadShare: result.loadCpuSeconds / result.seconds,
      residentMiB: peakMiB,
    };
  } finally {
    clearInterval(sampling);
  }
}
