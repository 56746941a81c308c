interface Batch<Result> {
  readonly viewers: Set<string>;
  readonly result: Promise<Result>;
  begin(): void;
}

interface UnderWay<Result> {
  next: Batch<Result> | undefined;
}

/**
 * Lets those who ask for the same at the same time share a query, without anybody ever getting what is out of date: while
 * one is under way, all who come wait together for the next one, which begins after they came. So the database sees one
 * query at a time for each key, however many ask.
 *
 * @param keyOf what queries have in common that may be answered together
 * @param read does the query for all `viewers` at once
 */
export function sharedReads<Query, Result>(
  keyOf: (query: Query) => string,
  read: (query: Query, viewers: readonly string[]) => Promise<Result>,
): (query: Query, viewerId: string) => Promise<Result> {
  const allUnderWay = new Map<string, UnderWay<Result>>();

  async function begin(key: string, query: Query, viewers: Iterable<string>): Promise<Result> {
    const underWay: UnderWay<Result> = { next: undefined };
    allUnderWay.set(key, underWay);
    try {
      return await read(query, [...viewers]);
    } finally {
      allUnderWay.delete(key);
      underWay.next?.begin();
    }
  }

  function wait(key: string, query: Query): Batch<Result> {
    const viewers = new Set<string>();
    let start = () => {};
    const result = new Promise<Result>((resolve) => {
      start = () => resolve(begin(key, query, viewers));
    });
    return { viewers, result, begin: () => start() };
  }

  return (query, viewerId) => {
    const key = keyOf(query);
    const underWay = allUnderWay.get(key);
    if (!underWay) return begin(key, query, [viewerId]);
    underWay.next ??= wait(key, query);
    underWay.next.viewers.add(viewerId);
    return underWay.next.result;
  };
}
