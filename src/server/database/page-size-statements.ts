import { memoize } from "../../util/memoize.ts";
import type { Statement } from "./database.ts";

/** Above every id; the first page of a list that runs backwards begins below it. */
export const maxId = Number.MAX_SAFE_INTEGER;

/** Of pages. A statement for each number there may be would leave connections no room for others, whoever asks for them all. */
const sizes = [10, 20, 50, 100];

/**
 * A statement for each of a few page sizes, made once, and for a page the next one up. Postgres plans a bound LIMIT for
 * 100,000 rows and then plans it again at each call; written into the text it costs half as much.
 * @param text gets the number of rows to fetch, at least one more than the page shows
 */
export function pageSizeStatements(name: string, text: (rows: number) => string): (limit: number) => Statement {
  const ofSize = memoize((size: number) => ({ name: `${name}_${size}`, text: text(size + 1) }));
  return (limit) => {
    const size = sizes.find((each) => limit <= each);
    if (size === undefined || limit < 1) throw new Error(`Cannot make a page of ${limit} rows`);
    return ofSize(size);
  };
}
