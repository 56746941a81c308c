/**
 * Latencies are counted in 128 buckets that grow by 2^(1/4): bucket 0 has latencies up to 2^-10 ms (about 1 µs), bucket
 * i those above 2^((i-41)/4) ms and at most 2^((i-40)/4) ms, the last (127) also everything above 2^21.5 ms (about 50 minutes).
 * A bucket's value is its geometric mean, at most a factor of 2^(1/8) from each latency in it; rounded to three digits, a
 * quantile is at most 10 % off. See "DDSketch", Masson, Rim and Lee, VLDB 2019.
 */
export const bucketCount = 128;

const bucketsPerDoubling = 4;
const zeroOffset = 10 * bucketsPerDoubling;
const minMilliseconds = 2 ** (-zeroOffset / bucketsPerDoubling);

/** The bucket of a latency in milliseconds; 0 for anything but a positive number. */
export function bucketOf(milliseconds: number): number {
  if (!(milliseconds > minMilliseconds)) return 0;
  return Math.min(Math.ceil(Math.log2(milliseconds) * bucketsPerDoubling) + zeroOffset, bucketCount - 1);
}

/** The value of a bucket in milliseconds, to three digits. */
export function latencyOf(bucket: number): number {
  return Number((2 ** ((bucket - zeroOffset - 0.5) / bucketsPerDoubling)).toPrecision(3));
}

/**
 * The quantile of the latencies in milliseconds, by the nearest-rank method.
 *
 * @param counts requests by bucket
 * @param q above 0, at most 1
 * @returns 0 without requests
 */
export function quantile(counts: ReadonlyMap<number, number>, q: number): number {
  const buckets = [...counts].sort(([a], [b]) => a - b);
  const rank = q * buckets.reduce((total, [, count]) => total + count, 0);
  let cumulative = 0;
  for (const [bucket, count] of buckets) {
    cumulative += count;
    if (count > 0 && cumulative >= rank) return latencyOf(bucket);
  }
  return 0;
}
