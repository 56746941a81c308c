import { type ReadonlySignal, signal } from "@preact/signals";

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** A list that grows page by page, as far as somebody reads. */
export interface Feed<Item> {
  /** What has come so far; undefined before the first page. */
  readonly items: ReadonlySignal<readonly Item[] | undefined>;
  readonly isLoading: ReadonlySignal<boolean>;
  /** Whether all of it is here. */
  readonly isComplete: ReadonlySignal<boolean>;
  /** Why the last attempt failed, until the next one. */
  readonly error: ReadonlySignal<unknown>;
  /** Gets the next page; does nothing while one is on its way or when there is none. */
  more(): Promise<void>;
  /** Gets the first page anew and puts it in the place of everything, which stays to be seen until then. */
  refresh(): Promise<void>;
  change(change: (items: readonly Item[]) => readonly Item[]): void;
}

/** @param load gets the page at a cursor, the first one without; undefined for a list that is not there */
export function createFeed<Item>(load: (cursor?: string) => Promise<Page<Item> | undefined>): Feed<Item> {
  const items = signal<readonly Item[] | undefined>(undefined);
  const isLoading = signal(false);
  const isComplete = signal(false);
  const error = signal<unknown>(undefined);
  let cursor: string | undefined;
  let attempt = 0;

  async function get(from: string | undefined, kept: () => readonly Item[]): Promise<void> {
    const mine = ++attempt;
    isLoading.value = true;
    error.value = undefined;
    try {
      const page = await load(from);
      if (mine !== attempt) return;
      const fresh = new Set(page?.items);
      items.value = [...kept().filter((item) => !fresh.has(item)), ...fresh];
      cursor = page?.nextCursor ?? undefined;
      isComplete.value = cursor === undefined;
    } catch (reason) {
      if (mine === attempt) error.value = reason;
    } finally {
      if (mine === attempt) isLoading.value = false;
    }
  }

  return {
    items,
    isLoading,
    isComplete,
    error,
    async more() {
      if (!isLoading.value && !isComplete.value) await get(cursor, () => items.value ?? []);
    },
    refresh: () => get(undefined, () => []),
    change(change) {
      items.value = change(items.value ?? []);
    },
  };
}
