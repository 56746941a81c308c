import type { Json, JsonObject } from "../openapi/json.ts";

interface Entry {
  /** Undefined for what was made here, which every list of its kind shows. */
  readonly shownAt: Set<string> | undefined;
  value: JsonObject;
}

/** The resources that a mock knows, in memory and never more than `most`. */
export interface Store {
  /**
   * What a place shows of a collectionPath, in order: what the examples have, and before or behind it what was made since.
   * @param at undefined for all that is there
   */
  list(collectionPath: string, at: string | undefined, newestFirst: boolean): readonly JsonObject[];
  get(collectionPath: string, id: Json): JsonObject | undefined;
  /**
   * Puts a resource that the examples have in its collectionPath, or shows one that is there at another place as well.
   * @param at undefined for what no list shows
   */
  seed(collectionPath: string, id: Json, value: JsonObject, at: string | undefined): void;
  /** Adds a resource; when there are too many, the oldest that was added goes. */
  add(collectionPath: string, id: Json, value: JsonObject): void;
  change(collectionPath: string, id: Json, value: JsonObject): void;
  /** Removes a resource and all that lies below it. */
  remove(collectionPath: string, id: Json): void;
}

export function createStore(most = 1000): Store {
  const collectionsByPath = new Map<string, Map<string, Entry>>();
  const added: { readonly collectionPath: string; readonly id: string }[] = [];

  function entriesOf(collectionPath: string): Map<string, Entry> {
    const entries = collectionsByPath.get(collectionPath) ?? new Map<string, Entry>();
    collectionsByPath.set(collectionPath, entries);
    return entries;
  }

  function remove(collectionPath: string, id: Json): void {
    collectionsByPath.get(collectionPath)?.delete(String(id));
    const below = `${collectionPath}/${encodeURIComponent(String(id))}/`;
    for (const each of collectionsByPath.keys()) if (each.startsWith(below)) collectionsByPath.delete(each);
  }

  return {
    list(collectionPath, at, newestFirst) {
      const entries = [...(collectionsByPath.get(collectionPath)?.values() ?? [])];
      const seeds = entries
        .filter(({ shownAt }) => shownAt && (at === undefined || shownAt.has(at)))
        .map(({ value }) => value);
      const made = entries.filter(({ shownAt }) => !shownAt).map(({ value }) => value);
      return newestFirst ? [...made.reverse(), ...seeds] : [...seeds, ...made];
    },
    get: (collectionPath, id) => collectionsByPath.get(collectionPath)?.get(String(id))?.value,
    seed(collectionPath, id, value, at) {
      const entries = entriesOf(collectionPath);
      const entry = entries.get(String(id)) ?? { shownAt: new Set(), value };
      if (at !== undefined) entry.shownAt?.add(at);
      entries.set(String(id), entry);
    },
    add(collectionPath, id, value) {
      entriesOf(collectionPath).set(String(id), { shownAt: undefined, value });
      added.push({ collectionPath, id: String(id) });
      const oldest = added.length > most ? added.shift() : undefined;
      if (oldest) remove(oldest.collectionPath, oldest.id);
    },
    change(collectionPath, id, value) {
      const entry = collectionsByPath.get(collectionPath)?.get(String(id));
      if (entry) entry.value = value;
    },
    remove,
  };
}
