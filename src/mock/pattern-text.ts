import fc from "fast-check";

/** A text that a pattern matches, always the same; undefined where none of a few is so long, or the pattern is too odd. */
export function matchingText(pattern: string, least: number, most: number): string | undefined {
  try {
    const texts = fc.sample(fc.stringMatching(new RegExp(pattern, "u")), { numRuns: 50, seed: 1 });
    const fitting = texts.filter((text) => [...text].length >= least && [...text].length <= most);
    return fitting.find((text) => /^[\w .@/-]+$/.test(text)) ?? fitting[0];
  } catch {
    return undefined;
  }
}
