/**
 * Looks things up by a text and remembers at least the last `most / 2` that were found, at most `most`: in two generations,
 * since moving each within a single map would make that anew all the time. What was not found is not remembered.
 */
export function cached<Found>(
  most: number,
  look: (text: string) => Found | undefined,
): (text: string) => Found | undefined {
  let recent = new Map<string, Found>();
  let older = new Map<string, Found>();

  return (text) => {
    const known = recent.get(text);
    if (known !== undefined) return known;
    const found = older.get(text) ?? look(text);
    if (found === undefined) return undefined;
    if (recent.size >= most / 2) [recent, older] = [new Map(), recent];
    recent.set(text, found);
    return found;
  };
}
