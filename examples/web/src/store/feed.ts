import { type ReadonlySignal, signal } from "@preact/signals";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A list that is loaded page by page with cursor pagination. */
export interface Feed<Item> {
  /** The items loaded so far; undefined before the first page. */
  readonly items: ReadonlySignal<readonly Item[] | undefined>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Whether the last page is loaded. */
  readonly isComplete: ReadonlySignal<boolean>;
  /** Error of the last request; undefined while the next one is pending. */
  readonly error: ReadonlySignal<unknown>;
  /** Loads the next page. Does nothing while a request is pending or after the last page. */
  loadMore(): Promise<void>;
  /** Reloads the first page, which then replaces all items. They stay visible until it arrives. */
  refresh(): Promise<void>;
  update(change: (items: readonly Item[]) => readonly Item[]): void;
}

/** @param load fetches the page at a cursor, or the first page without one; undefined for an empty or missing list */
export function createFeed<Item>(load: (cursor?: string) => Promise<Page<Item> | undefined>): Feed<Item> {
  const items = signal<readonly Item[] | undefined>(undefined);
  const isLoading = signal(false);
  const isComplete = signal(false);
  const error = signal<unknown>(undefined);
  let cursor: string | undefined;
  let attempt = 0;

  async function fetchPage(from: string | undefined, previousItems: () => readonly Item[]): Promise<void> {
    const thisAttempt = ++attempt;
    isLoading.value = true;
    error.value = undefined;
    try {
      const page = await load(from);
      if (thisAttempt !== attempt) return;
      const fresh = new Set(page?.items);
      items.value = [...previousItems().filter((item) => !fresh.has(item)), ...fresh];
      cursor = page?.nextCursor ?? undefined;
      isComplete.value = cursor === undefined;
    } catch (reason) {
      if (thisAttempt === attempt) error.value = reason;
    } finally {
      if (thisAttempt === attempt) isLoading.value = false;
    }
  }

  return {
    items,
    isLoading,
    isComplete,
    error,
    async loadMore() {
      if (!isLoading.value && !isComplete.value) await fetchPage(cursor, () => items.value ?? []);
    },
    refresh: () => fetchPage(undefined, () => []),
    update(change) {
      items.value = change(items.value ?? []);
    },
  };
}
