import type { LoadGenerator } from "../load/generator.ts";
import type { Job, LoadResult } from "../load/job.ts";
import type { Server } from "../servers.ts";
import { cpuSeconds, residentMiB } from "./processes.ts";

/** What came of one job against one server. */
export interface Round extends LoadResult {
  readonly perSecond: number;
  /** CPU time a request, in microseconds; NaN where it cannot be told. */
  readonly serverMicroseconds: number;
  readonly databaseMicroseconds: number;
  /** Of one processor; near 1 the load itself was the bottleneck. */
  readonly loadShare: number;
  /** The most that was seen, of the server. */
  readonly residentMiB: number;
}

export interface RoundOptions {
  readonly server: Server;
  readonly job: Omit<Job, "port">;
  readonly load: LoadGenerator;
  /** Whose CPU time is the database's. */
  readonly databasePid: number | undefined;
  /** Called when the warm-up is over. */
  readonly began?: () => void;
}

const memoryLook = 250;

export async function measureRound({ server, job, load, databasePid, began }: RoundOptions): Promise<Round> {
  const cpu = () => Promise.all([cpuSeconds(server.pid), cpuSeconds(databasePid)]);
  let atStart: Promise<number[]> = Promise.resolve([]);
  let most = 0;
  const look = async () => {
    most = Math.max(most, await residentMiB(server.pid));
  };
  const looking = setInterval(() => void look(), memoryLook);
  try {
    const started = () => {
      atStart = cpu();
      began?.();
    };
    const result = await load.run({ ...job, port: server.port }, started).catch((error: unknown) => {
      throw new Error(`${server.title}: ${server.fault() ?? error}`);
    });
    const [serverBefore = Number.NaN, databaseBefore = Number.NaN] = await atStart;
    const [serverAfter = Number.NaN, databaseAfter = Number.NaN] = await cpu();
    await look();
    const each = (seconds: number) => (1e6 * seconds) / Math.max(1, result.answered);
    return {
      ...result,
      perSecond: result.answered / result.seconds,
      serverMicroseconds: each(serverAfter - serverBefore),
      databaseMicroseconds: each(databaseAfter - databaseBefore),
      loadShare: result.loadCpuSeconds / result.seconds,
      residentMiB: most,
    };
  } finally {
    clearInterval(looking);
  }
}
