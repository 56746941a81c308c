import { clearTimeout, setTimeout } from "node:timers";
import { RateLimiterRes } from "rate-limiter-flexible";
import type { Config } from "../config.ts";
import { consumePoints, type RateCount, type RateCounter } from "../http/overload/rate-counter.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import { remoteCounter } from "./rate-counter.ts";

/** Points of one key that this process has taken and not spent. */
interface Lease {
  left: number;
  /** By all processes, as was told last. */
  taken: number;
  /** In milliseconds since 1970. */
  endsAt: number;
  timer: NodeJS.Timeout | undefined;
  asking: Promise<void> | undefined;
}

const mostPoints = 16;

/** Counts a worker's requests by address, for the limit of all workers together. */
export function addressCounter(primary: IpcChannel, { rateLimit, workers }: Pick<Config, "rateLimit" | "workers">) {
  const points = rateLimit === "off" ? 0 : rateLimit;
  return createLeases(remoteCounter(primary, "address", points), workers);
}

/**
 * Takes points of a distant counter in advance, so that few requests wait for it. In no window are more spent than there
 * are. A key may be refused while other processes hold points of it that they do not need: each of them 16 at most, all of
 * them together less than a quarter of the limit, and none where the limit is below eight for each process.
 */
export function createLeases(counter: RateCounter, processes: number): Pick<RateCounter, "consume"> {
  const { points } = counter;
  const leases = new Map<string, Lease>();

  function leaseOf(key: string): Lease {
    const known = leases.get(key);
    if (known) return known;
    const lease: Lease = { left: 0, taken: 0, endsAt: 0, timer: undefined, asking: undefined };
    leases.set(key, lease);
    return lease;
  }

  async function renew(key: string, lease: Lease): Promise<void> {
    try {
      const share = Math.floor((points - lease.taken) / (4 * processes));
      const wanted = Math.max(1, Math.min(mostPoints, share));
      const { consumedPoints, msBeforeNext } = await consumePoints(counter, key, wanted);
      const missing = Math.max(0, consumedPoints - points);
      lease.left = Math.max(0, wanted - missing);
      lease.taken = consumedPoints;
      lease.endsAt = Date.now() + msBeforeNext;
      clearTimeout(lease.timer);
      lease.timer = setTimeout(() => leases.delete(key), msBeforeNext).unref();
    } finally {
      lease.asking = undefined;
    }
  }

  return {
    async consume(key): Promise<RateCount> {
      for (;;) {
        const lease = leaseOf(key);
        const { left, taken } = lease;
        const msBeforeNext = lease.endsAt - Date.now();
        if (left > 0) {
          lease.left--;
          return { consumedPoints: taken - lease.left, msBeforeNext };
        }
        if (taken >= points) throw new RateLimiterRes(0, msBeforeNext, points + 1);
        lease.asking ??= renew(key, lease);
        await lease.asking;
      }
    },
  };
}
