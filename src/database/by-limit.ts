import type { Statement } from "./database.ts";
import { eachOnce } from "./each-once.ts";

/** Above every id; the first page of a list that runs backwards begins below it. */
export const beyondAnyId = Number.MAX_SAFE_INTEGER;

/**
 * A statement for each page size, made once. Postgres plans a bound LIMIT for 100,000 rows and then plans it again at
 * each call; written into the text, one of 100 validated integers, it costs half as much.
 * @param text gets the number of rows to fetch, one more than the page shows
 */
export function byLimit(name: string, text: (rows: number) => string): (limit: number) => Statement {
  return eachOnce((limit) => {
    if (!Number.isSafeInteger(limit) || limit < 1) throw new Error(`Cannot make a page of ${limit} rows`);
    return { name: `${name}_${limit}`, text: text(limit + 1) };
  });
}
