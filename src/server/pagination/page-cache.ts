const defaultMaxBytes = 16 * 1024 * 1024;
/** An estimate of the memory that an entry takes in addition to its JSON. */
const entryOverheadBytes = 1500;

/** One list's pages. */
export interface PageCache<Page> {
  get(key: string): Page | undefined;
  /** Adds or replaces a page, and evicts pages of any list while there are too many bytes. */
  set(key: string, page: Page): void;
}

interface Entry {
  readonly bytes: number;
  isUsed: boolean;
  /** Removes the entry from its list. */
  readonly forget: () => void;
}

/**
 * Caches for the pages of several lists, which share one bound in bytes. Eviction is by CLOCK (second chance; F. J. Corbató,
 * "A Paging Experiment with the Multics System", 1968), so a cache hit only sets a flag.
 */
export function createPageCaches(maxBytes = defaultMaxBytes) {
  /** The next candidate for eviction comes first. */
  const entries = new Set<Entry>();
  let totalBytes = 0;

  function remove(entry: Entry): void {
    entries.delete(entry);
    totalBytes -= entry.bytes;
    entry.forget();
  }

  function evict(): void {
    for (const entry of entries) {
      if (totalBytes <= maxBytes) return;
      if (!entry.isUsed) {
        remove(entry);
        continue;
      }
      entry.isUsed = false;
      entries.delete(entry);
      entries.add(entry);
    }
  }

  return {
    /** @param lengthOf the length of a page's JSON in bytes */
    forList<Page>(lengthOf: (page: Page) => number): PageCache<Page> {
      const pages = new Map<string, Entry & { readonly page: Page }>();
      return {
        get(key) {
          const entry = pages.get(key);
          if (entry === undefined) return undefined;
          entry.isUsed = true;
          return entry.page;
        },
        set(key, page) {
          const previous = pages.get(key);
          if (previous) remove(previous);
          const bytes = lengthOf(page) + entryOverheadBytes;
          const entry = { page, bytes, isUsed: false, forget: () => pages.delete(key) };
          pages.set(key, entry);
          entries.add(entry);
          totalBytes += bytes;
          evict();
        },
      };
    },
  };
}
