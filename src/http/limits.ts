import { isIPv6 } from "node:net";
import type { Request } from "express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { ErrorAnswer } from "./answer.ts";

/** Counts a request; adds the limit's headers to those of its answer. */
export type Limit = (request: Request, headers: Record<string, string>) => Promise<ErrorAnswer | undefined>;

const windowSeconds = 60;

/**
 * Limits the requests of one address, in this process, with headers of draft-ietf-httpapi-ratelimit-headers-10.
 * @param perMinute requests in a minute, or "off".
 */
export function limitByAddress(perMinute: number | "off"): Limit {
  if (perMinute === "off") return () => Promise.resolve(undefined);
  const limiter = new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
  const policy = `"address";q=${perMinute};w=${windowSeconds}`;

  return async (request, headers) => {
    const { left, seconds } = await consume(limiter, addressKey(request.ip ?? ""));
    headers["RateLimit-Policy"] = policy;
    headers.RateLimit = `"address";r=${Math.max(left, 0)};t=${seconds}`;
    if (left >= 0) return undefined;
    const hint = `More than ${perMinute} requests in a minute from one address; try again in ${seconds} s`;
    return { status: 429, headers: { "Retry-After": seconds }, body: { result: "Too Many Requests", hint } };
  };
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<{ left: number; seconds: number }> {
  const result = await limiter.consume(key).catch((reason: unknown) => {
    if (reason instanceof RateLimiterRes) return reason;
    throw reason;
  });
  const left = limiter.points - result.consumedPoints;
  return { left, seconds: Math.max(1, Math.ceil(result.msBeforeNext / 1000)) };
}

/** An IPv6 customer has at least 2^64 addresses, so those are counted by their first four groups, the /64. */
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
