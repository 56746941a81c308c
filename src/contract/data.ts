/** An id that no post, comment or notification has. */
export const absentId = 9_007_199_254_740_991;

export const emptyReactionCounts = { "1": 0, "2": 0, "3": 0, "4": 0, "5": 0 };

/** A text of `count` code points, each of which takes two UTF-16 code units. */
export function emoji(count: number): string {
  return "😀".repeat(count);
}

/** A wait after which a new timestamp must differ from an earlier one: timestamps have milliseconds. */
export const clockStepMs = 20;
