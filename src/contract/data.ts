/** An id of a post, comment or notification that never was. */
export const absentId = 9_007_199_254_740_991;

export const emptyReactionCounts = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };

/** So many code points, each of two UTF-16 units. */
export function emoji(count: number): string {
  return "😀".repeat(count);
}

/** After which a server's clock must show another time, in ms: timestamps have milliseconds. */
export const clockStepMs = 20;
