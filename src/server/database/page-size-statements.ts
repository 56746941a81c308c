import { memoize } from "../../util/memoize.ts";
import type { Statement } from "./database.ts";

/** Above every id: the start of the first page of a list in descending order. */
export const maxId = Number.MAX_SAFE_INTEGER;

/** Few, because every connection keeps each prepared statement. */
const pageSizes = [10, 20, 50, 100];

/**
 * Makes one statement for each of a few page sizes, and returns the smallest that is large enough. Postgres plans a bound LIMIT
 * for 100,000 rows and then again at each call; a literal LIMIT costs half as much.
 * @param text gets the number of rows to fetch, at least one more than the page shows
 */
export function pageSizeStatements(name: string, text: (rows: number) => string): (limit: number) => Statement {
  const ofSize = memoize((size: number) => ({ name: `${name}_${size}`, text: text(size + 1) }));
  return (limit) => {
    const pageSize = pageSizes.find((size) => limit <= size);
    if (pageSize === undefined || limit < 1) throw new Error(`Cannot make a page of ${limit} rows`);
    return ofSize(pageSize);
  };
}
