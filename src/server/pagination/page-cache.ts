/** In bytes of JSON, of all pages that are kept. */
const most = 16 * 1024 * 1024;
/** In bytes, what is kept of a page beside its JSON, roughly. */
const entryOverheadBytes = 1500;

export interface PageCache<Page> {
  get(key: string): Page | undefined;
  /** Keeps a page in the place of the one that there may have been, and lets go of others that were not used of late. */
  set(key: string, page: Page): void;
}

interface Kept<Page> {
  readonly page: Page;
  isUsed: boolean;
}

/**
 * Those that were used since they were last looked at have a second chance (CLOCK; F. J. Corbató, "A Paging Experiment with
 * the Multics System", 1968), so that using one is no more than looking it up.
 * @param lengthOf in bytes
 */
export function createPageCache<Page>(lengthOf: (page: Page) => number, mostBytes = most): PageCache<Page> {
  /** In the order in which they are looked at. */
  const pages = new Map<string, Kept<Page>>();
  let bytes = 0;

  function remove(key: string): void {
    const kept = pages.get(key);
    if (kept === undefined) return;
    pages.delete(key);
    bytes -= lengthOf(kept.page) + entryOverheadBytes;
  }

  return {
    get(key) {
      const kept = pages.get(key);
      if (kept === undefined) return undefined;
      kept.isUsed = true;
      return kept.page;
    },
    set(key, page) {
      remove(key);
      pages.set(key, { page, isUsed: false });
      bytes += lengthOf(page) + entryOverheadBytes;
      for (const [oldest, kept] of pages) {
        if (bytes <= mostBytes) return;
        if (!kept.isUsed) {
          remove(oldest);
          continue;
        }
        kept.isUsed = false;
        pages.delete(oldest);
        pages.set(oldest, kept);
      }
    },
  };
}
