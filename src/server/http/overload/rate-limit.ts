import { isIPv6 } from "node:net";
import type { Request } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { ErrorAnswer } from "../response/answer.ts";
import { consumePoints, type RateCounter } from "./rate-counter.ts";

/** Counts a request and adds the limit's headers to `headers`. Returns a 429 if the limit is exceeded. */
export type RateLimit = (request: Request, headers: Record<string, string>) => Promise<ErrorAnswer | undefined>;

const windowSeconds = 60;

/** Creates a counter for one process. */
export function createAddressCounter(perMinute: number): RateCounter {
  return new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
}

/**
 * Limits the requests of each client address, with the headers of draft-ietf-httpapi-ratelimit-headers-10.
 * @param perMinute requests per minute, or "off"
 * @param sharedCounter counts for several processes; by default each process counts alone
 */
export function limitByAddress(
  perMinute: number | "off",
  sharedCounter?: Pick<RateCounter, "consume">,
): RateLimit | undefined {
  if (perMinute === "off") return undefined;
  const counter = sharedCounter ?? createAddressCounter(perMinute);
  const policy = `"address";q=${perMinute};w=${windowSeconds}`;

  return async (request, headers) => {
    const { consumedPoints, msBeforeNext } = await consumePoints(counter, addressKey(request.ip ?? ""));
    const remaining = perMinute - consumedPoints;
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    headers["RateLimit-Policy"] = policy;
    headers.RateLimit = `"address";r=${Math.max(remaining, 0)};t=${seconds}`;
    if (remaining >= 0) return undefined;
    const hint = `More than ${perMinute} requests in a minute from one address; try again in ${seconds} s`;
    return { status: 429, headers: { "Retry-After": seconds }, body: { result: "Too Many Requests", hint } };
  };
}

/** The key of an address. An IPv6 client has at least 2^64 addresses, so they are counted by their /64, the first four groups. */
export function addressKey(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = "", tail] = (address.split("%")[0] ?? "").split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
