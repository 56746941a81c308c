/** Makes a thing for each key when it is first asked for, and keeps it; for keys of which there are few. */
export function memoize<Key, Thing>(make: (key: Key) => Thing): (key: Key) => Thing {
  const made = new Map<Key, Thing>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const thing = make(key);
    made.set(key, thing);
    return thing;
  };
}
