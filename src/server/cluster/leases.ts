import { clearTimeout, setTimeout } from "node:timers";
import { RateLimiterRes } from "rate-limiter-flexible";
import { consumePoints, type RateCount, type RateCounter } from "../http/overload/rate-counter.ts";
import type { IpcChannel } from "./ipc-channel.ts";
import { createRemoteCounter } from "./rate-counter.ts";

/** The points of one key that this process has taken from the shared counter in advance. */
interface Lease {
  remaining: number;
  /** By all processes, as of the last renewal. */
  consumed: number;
  /** In milliseconds since 1970. */
  endsAt: number;
  timer: NodeJS.Timeout | undefined;
  renewal: Promise<void> | undefined;
}

const maxLeasedPoints = 16;

/** Counts a worker's requests by address, for the limit of all workers together. */
export function createAddressLeases(
  primary: IpcChannel,
  { rateLimit, workers }: { readonly rateLimit: number | "off"; readonly workers: number },
) {
  const points = rateLimit === "off" ? 0 : rateLimit;
  return createLeases(createRemoteCounter(primary, "address", points), workers);
}

/**
 * Takes points of a remote counter in advance, so that few requests wait for it. The limit is never exceeded. A key may be
 * refused while other processes hold unused points of it: at most 16 each, less than a quarter of the limit together, and
 * none if the limit is below eight points for each process.
 */
export function createLeases(counter: RateCounter, processes: number): Pick<RateCounter, "consume"> {
  const { points } = counter;
  const leases = new Map<string, Lease>();

  function leaseOf(key: string): Lease {
    const existing = leases.get(key);
    if (existing) return existing;
    const lease: Lease = { remaining: 0, consumed: 0, endsAt: 0, timer: undefined, renewal: undefined };
    leases.set(key, lease);
    return lease;
  }

  async function renew(key: string, lease: Lease): Promise<void> {
    try {
      const share = Math.floor((points - lease.consumed) / (4 * processes));
      const requested = Math.max(1, Math.min(maxLeasedPoints, share));
      const { consumedPoints, msBeforeNext } = await consumePoints(counter, key, requested);
      const excess = Math.max(0, consumedPoints - points);
      lease.remaining = Math.max(0, requested - excess);
      lease.consumed = consumedPoints;
      lease.endsAt = Date.now() + msBeforeNext;
      clearTimeout(lease.timer);
      lease.timer = setTimeout(() => leases.delete(key), msBeforeNext).unref();
    } finally {
      lease.renewal = undefined;
    }
  }

  return {
    async consume(key): Promise<RateCount> {
      for (;;) {
        const lease = leaseOf(key);
        const { remaining, consumed } = lease;
        const msBeforeNext = lease.endsAt - Date.now();
        if (remaining > 0) {
          lease.remaining--;
          return { consumedPoints: consumed - lease.remaining, msBeforeNext };
        }
        if (consumed >= points) throw new RateLimiterRes(0, msBeforeNext, points + 1);
        lease.renewal ??= renew(key, lease);
        await lease.renewal;
      }
    },
  };
}
