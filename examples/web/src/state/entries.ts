import { type Signal, signal } from "@preact/signals";

/** Something of the server's that is shown, maybe in several places: they all change with it. */
export interface Entry<Item> {
  /** Tells it from others before it has an id. */
  readonly key: number;
  /** Undefined once it was deleted. */
  readonly item: Signal<Item | undefined>;
  /** Whether the server has yet to confirm it. */
  readonly isPending: Signal<boolean>;
}

let lastKey = 0;

export function createEntry<Item>(item: Item, isPending = false): Entry<Item> {
  return { key: ++lastKey, item: signal<Item | undefined>(item), isPending: signal(isPending) };
}

/** One entry for each id, so that what one page changes is changed on all. */
export function createEntries<Item extends { readonly id: number }>() {
  const known = new Map<number, Entry<Item>>();
  return {
    find: (id: number) => known.get(id),
    /** The entry of what the server just told, brought up to date. */
    keep(item: Item): Entry<Item> {
      const entry = known.get(item.id);
      if (!entry) {
        const created = createEntry(item);
        known.set(item.id, created);
        return created;
      }
      entry.item.value = item;
      return entry;
    },
    /** The server gave this entry its id. */
    confirm(entry: Entry<Item>, item: Item): void {
      known.set(item.id, entry);
      entry.item.value = item;
      entry.isPending.value = false;
    },
    clear: () => known.clear(),
  };
}
