import { memoize } from "../../util/memoize.ts";
import type { Statement } from "../database/database.ts";

/** Above every id, so the first page of a descending list begins below it. */
export const maxId = Number.MAX_SAFE_INTEGER;

/** Few, because each connection keeps a prepared statement for each size. */
const pageSizes = [10, 20, 50, 100];

/**
 * Makes one statement for each page size; a page is read with the next larger size. The size is part of the text because
 * Postgres plans a bound LIMIT for 100,000 rows and then plans it again on each call, at twice the cost.
 * @param text gets the number of rows to fetch: one more than the page size, which shows whether there is a next page
 */
export function pageSizeStatements(name: string, text: (rows: number) => string): (limit: number) => Statement {
  const statementOfSize = memoize((size: number) => ({ name: `${name}_${size}`, text: text(size + 1) }));
  return (limit) => {
    const size = pageSizes.find((pageSize) => limit <= pageSize);
    if (size === undefined || limit < 1) throw new Error(`Cannot make a page of ${limit} rows`);
    return statementOfSize(size);
  };
}
