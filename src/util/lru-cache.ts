/**
 * Caches the results of `find`, approximately LRU: at least the last `maxEntries / 2` used keys, at most `maxEntries`. Two
 * generations of maps replace the reordering of one map on every hit. Misses (undefined) are not cached.
 */
export function cached<Found>(
  maxEntries: number,
  find: (key: string) => Found | undefined,
): (key: string) => Found | undefined {
  let recent = new Map<string, Found>();
  let older = new Map<string, Found>();

  return (key) => {
    const known = recent.get(key);
    if (known !== undefined) return known;
    const found = older.get(key) ?? find(key);
    if (found === undefined) return undefined;
    if (recent.size >= maxEntries / 2) [recent, older] = [new Map(), recent];
    recent.set(key, found);
    return found;
  };
}
