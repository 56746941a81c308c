import type { Json, JsonObject } from "../openapi/json.ts";

interface Entry {
  /** The paths whose lists contain the resource. Undefined for created resources, which all lists of their collection contain. */
  readonly shownAt: Set<string> | undefined;
  value: JsonObject;
}

/** The resources of a mock, in memory. At most `maxCreated` created ones are kept. */
export interface Store {
  /**
   * Lists the resources of a collection in order: the seeded ones, and before or after them the created ones.
   * @param at the path of the list; undefined for all resources
   */
  list(collectionPath: string, at: string | undefined, newestFirst: boolean): readonly JsonObject[];
  get(collectionPath: string, id: Json): JsonObject | undefined;
  /**
   * Adds a resource of the examples, or adds one more list that contains it.
   * @param at the path of the list; undefined if no list contains it
   */
  seed(collectionPath: string, id: Json, value: JsonObject, at: string | undefined): void;
  /** Adds a created resource. Beyond the maximum the oldest created one is removed. */
  add(collectionPath: string, id: Json, value: JsonObject): void;
  change(collectionPath: string, id: Json, value: JsonObject): void;
  /** Removes a resource and all resources below its path. */
  remove(collectionPath: string, id: Json): void;
}

export function createStore(maxCreated = 1000): Store {
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
      const oldest = added.length > maxCreated ? added.shift() : undefined;
      if (oldest) remove(oldest.collectionPath, oldest.id);
    },
    change(collectionPath, id, value) {
      const entry = collectionsByPath.get(collectionPath)?.get(String(id));
      if (entry) entry.value = value;
    },
    remove,
  };
}
