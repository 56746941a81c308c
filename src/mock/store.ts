import type { Json, JsonObject } from "../openapi/json.ts";

interface Entry {
  /** Undefined for what was made here, which every list of its kind shows. */
  readonly shownAt: Set<string> | undefined;
  value: JsonObject;
}

/** The things that a mock knows, in memory and never more than `most`. */
export interface Store {
  /**
   * What a place shows of a home, in order: what the examples have, and before or behind it what was made since.
   * @param at undefined for all that is there
   */
  list(home: string, at: string | undefined, newestFirst: boolean): readonly JsonObject[];
  get(home: string, id: Json): JsonObject | undefined;
  /**
   * Puts a thing that the examples have in its home, or shows one that is there at another place as well.
   * @param at undefined for what no list shows
   */
  seed(home: string, id: Json, value: JsonObject, at: string | undefined): void;
  /** Adds a thing; when there are too many, the oldest that was added goes. */
  add(home: string, id: Json, value: JsonObject): void;
  change(home: string, id: Json, value: JsonObject): void;
  /** Removes a thing and all that lies below it. */
  remove(home: string, id: Json): void;
}

export function createStore(most = 1000): Store {
  const homes = new Map<string, Map<string, Entry>>();
  const added: { readonly home: string; readonly id: string }[] = [];

  function homeOf(home: string): Map<string, Entry> {
    const entries = homes.get(home) ?? new Map<string, Entry>();
    homes.set(home, entries);
    return entries;
  }

  function remove(home: string, id: Json): void {
    homes.get(home)?.delete(String(id));
    const below = `${home}/${encodeURIComponent(String(id))}/`;
    for (const each of homes.keys()) if (each.startsWith(below)) homes.delete(each);
  }

  return {
    list(home, at, newestFirst) {
      const entries = [...(homes.get(home)?.values() ?? [])];
      const seeds = entries
        .filter(({ shownAt }) => shownAt && (at === undefined || shownAt.has(at)))
        .map(({ value }) => value);
      const made = entries.filter(({ shownAt }) => !shownAt).map(({ value }) => value);
      return newestFirst ? [...made.reverse(), ...seeds] : [...seeds, ...made];
    },
    get: (home, id) => homes.get(home)?.get(String(id))?.value,
    seed(home, id, value, at) {
      const entries = homeOf(home);
      const entry = entries.get(String(id)) ?? { shownAt: new Set(), value };
      if (at !== undefined) entry.shownAt?.add(at);
      entries.set(String(id), entry);
    },
    add(home, id, value) {
      homeOf(home).set(String(id), { shownAt: undefined, value });
      added.push({ home, id: String(id) });
      const oldest = added.length > most ? added.shift() : undefined;
      if (oldest) remove(oldest.home, oldest.id);
    },
    change(home, id, value) {
      const entry = homes.get(home)?.get(String(id));
      if (entry) entry.value = value;
    },
    remove,
  };
}
