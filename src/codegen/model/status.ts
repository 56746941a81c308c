import type { Status } from "./operation.ts";

/**
 * The keys of `responses` with the type of their statuses. A range excludes statuses that have a key of their own; `default`
 * excludes all statuses that have a key or a range.
 */
export function statusesOf(keys: readonly string[]): readonly Status[] {
  const numbers = keys.filter((key) => /^\d{3}$/.test(key)).sort();
  const ranges = keys.filter((key) => /^[1-5]XX$/i.test(key)).sort();
  const rangeTexts = ranges.map((range) => `StatusRange<${range.charAt(0)}>`);
  return [
    ...numbers.map((key) => ({ key, typeText: key })),
    ...ranges.map((key, index) => ({
      key,
      typeText: excluding(
        rangeTexts[index] ?? "",
        numbers.filter((number) => number.charAt(0) === key.charAt(0)),
      ),
    })),
    ...keys
      .filter((key) => key === "default")
      .map((key) => ({ key, typeText: excluding("StatusRange<2 | 3 | 4 | 5>", [...numbers, ...rangeTexts]) })),
  ];
}

function excluding(range: string, documented: readonly string[]): string {
  return documented.length === 0 ? range : `Exclude<${range}, ${documented.join(" | ")}>`;
}
