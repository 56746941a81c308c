/**
 * Latencies are counted in 128 buckets that grow by 2^(1/4): bucket 0 holds everything up to 2^-10 ms (about 1 µs), bucket
 * i what is above 2^((i-41)/4) ms and at most 2^((i-40)/4) ms, the last (127) also everything above 2^21.5 ms (about 50 minutes).
 * A bucket stands for its geometric middle, which is at most a factor of 2^(1/8) from whatever is in it; rounded to three
 * digits, a quantile is at most 10 % off. See "DDSketch", Masson, Rim and Lee, VLDB 2019.
 */
export const bucketCount = 128;

const PER_DOUBLING = 4;
const ZERO = 10 * PER_DOUBLING;
const LEAST = 2 ** (-ZERO / PER_DOUBLING);

/** The bucket for a latency in milliseconds; whatever is not a positive number goes to bucket 0. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > LEAST)) return 0;
  return Math.min(Math.ceil(Math.log2(milliseconds) * PER_DOUBLING) + ZERO, bucketCount - 1);
}

/** The latency in milliseconds, to three digits, that a bucket stands for. */
export function latencyOf(bucket: number): number {
  return Number((2 ** ((bucket - ZERO - 0.5) / PER_DOUBLING)).toPrecision(3));
}

/**
 * The least latency, in milliseconds, that at least the share `q` of the requests did not exceed (the nearest rank).
 *
 * @param counts requests by bucket
 * @param q above 0, at most 1
 * @returns 0 without requests
 */
export function quantile(counts: ReadonlyMap<number, number>, q: number): number {
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const rank = q * buckets.reduce((total, [, count]) => total + count, 0);
  let below = 0;
  for (const [bucket, count] of buckets) {
    below += count;
    if (count > 0 && below >= rank) return latencyOf(bucket);
  }
  return 0;
}
