import { type Signal, signal } from "@preact/signals";

/** A post or comment in the store. All components that render it share its signals. */
export interface Entry<Item> {
  /** Identifies the entry before the server has assigned an id. */
  readonly key: number;
  /** Undefined after deletion. */
  readonly item: Signal<Item | undefined>;
  /** Whether the server has not confirmed it yet. */
  readonly isPending: Signal<boolean>;
}

let lastKey = 0;

export function createEntry<Item>(item: Item, isPending = false): Entry<Item> {
  return { key: ++lastKey, item: signal<Item | undefined>(item), isPending: signal(isPending) };
}

/** A normalized store: one entry per id, so a change shows on every page. */
export function createEntryStore<Item extends { readonly id: number }>() {
  const entries = new Map<number, Entry<Item>>();
  return {
    find: (id: number) => entries.get(id),
    /** Adds or updates the entry of an item that the server returned. */
    upsert(item: Item): Entry<Item> {
      const entry = entries.get(item.id);
      if (!entry) {
        const created = createEntry(item);
        entries.set(item.id, created);
        return created;
      }
      entry.item.value = item;
      return entry;
    },
    /** Registers a pending entry under the id that the server assigned. */
    confirm(entry: Entry<Item>, item: Item): void {
      entries.set(item.id, entry);
      entry.item.value = item;
      entry.isPending.value = false;
    },
    clear: () => entries.clear(),
  };
}
