import { isIPv6 } from "node:net";
import type { Request } from "express";
import { RateLimiterMemory } from "rate-limiter-flexible";
import type { ErrorAnswer } from "../response/answer.ts";
import { consumePoints, type RateCounter } from "./rate-counter.ts";

/** Counts a request; adds the limit's headers to those of its answer. */
export type RateLimit = (request: Request, headers: Record<string, string>) => Promise<ErrorAnswer | undefined>;

const windowSeconds = 60;

/** Counts the requests of each address in this process. */
export function createAddressCounter(perMinute: number): RateCounter {
  return new RateLimiterMemory({ points: perMinute, duration: windowSeconds });
}

/**
 * Limits the requests of one address, with headers of draft-ietf-httpapi-ratelimit-headers-10.
 * @param perMinute requests in a minute, or "off".
 * @param given counts in the place of this process.
 */
export function limitByAddress(perMinute: number | "off", given?: Pick<RateCounter, "consume">): RateLimit | undefined {
  if (perMinute === "off") return undefined;
  const counter = given ?? createAddressCounter(perMinute);
  const policy = `"address";q=${perMinute};w=${windowSeconds}`;

  return async (request, headers) => {
    const { consumedPoints, msBeforeNext } = await consumePoints(counter, addressKey(request.ip ?? ""));
    const left = perMinute - consumedPoints;
    const seconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    headers["RateLimit-Policy"] = policy;
    headers.RateLimit = `"address";r=${Math.max(left, 0)};t=${seconds}`;
    if (left >= 0) return undefined;
    const hint = `More than ${perMinute} requests in a minute from one address; try again in ${seconds} s`;
    return { status: 429, headers: { "Retry-After": seconds }, body: { result: "Too Many Requests", hint } };
  };
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
