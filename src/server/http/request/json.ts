import { syntaxErrorAt } from "./json-position.ts";

/** JSON text that was read: its value, or what is wrong with it, in words that follow "body ". */
export type ParsedJson = { readonly value: unknown } | { readonly fault: string };

/** Deeper than any schema of an API; shallow enough that nothing which walks a value runs out of stack. */
const deepest = 32;

/**
 * Parses JSON from untrusted bytes (RFC 8259), more strictly than `JSON.parse`: a name that an object has twice is
 * refused (RFC 7493), since whoever checked the text before may have read the other value, and so is absurd nesting.
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { fault: "is not valid UTF-8" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: `is not valid JSON: unexpected ${describe(text, syntaxErrorAt(text))}` };
  }
  const names = countNames(value, deepest);
  if (names === undefined) return { fault: `is nested deeper than ${deepest} levels` };
  if (names !== countNamesInText(text)) return { fault: "has an object that gives a property more than once" };
  return { value };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** How many names the objects in a value have; undefined if it is nested too deep. */
function countNames(value: unknown, levels: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (levels === 0) return undefined;
  const children: unknown[] = Object.values(value);
  let names = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    const inside = countNames(child, levels - 1);
    if (inside === undefined) return undefined;
    names += inside;
  }
  return names;
}

const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/** How many names a text has that is known to be valid JSON: its strings that a colon follows. */
function countNamesInText(text: string): number {
  let names = 0;
  for (const token of text.matchAll(stringToken)) if (token[1] !== undefined) names += 1;
  return names;
}

function describe(text: string, position: number): string {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  return position < text.length ? `${JSON.stringify(character)} at position ${position}` : "end";
}
