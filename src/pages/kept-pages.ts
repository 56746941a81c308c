/** In bytes of JSON, of all pages that are kept. */
const most = 16 * 1024 * 1024;
/** In bytes, what is kept of a page beside its JSON, roughly. */
const beside = 1500;

export interface KeptPages<Page> {
  get(key: string): Page | undefined;
  /** Keeps a page in the place of the one that there may have been, and lets go of those that were not used for longest. */
  set(key: string, page: Page): void;
}

/** @param lengthOf in bytes */
export function keptPages<Page>(lengthOf: (page: Page) => number, mostBytes = most): KeptPages<Page> {
  /** The least recently used first. */
  const pages = new Map<string, Page>();
  let bytes = 0;

  function remove(key: string): void {
    const page = pages.get(key);
    if (page === undefined) return;
    pages.delete(key);
    bytes -= lengthOf(page) + beside;
  }

  return {
    get(key) {
      const page = pages.get(key);
      if (page === undefined) return undefined;
      pages.delete(key);
      pages.set(key, page);
      return page;
    },
    set(key, page) {
      remove(key);
      pages.set(key, page);
      bytes += lengthOf(page) + beside;
      for (const oldest of pages.keys()) {
        if (bytes <= mostBytes) return;
        remove(oldest);
      }
    },
  };
}
