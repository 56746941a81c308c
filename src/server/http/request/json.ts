import { syntaxErrorAt } from "./json-position.ts";

/** The value of a JSON text, or an error message that continues "body ". */
export type ParsedJson = { readonly value: unknown } | { readonly error: string };

/** Deeper than any schema needs, and shallow enough that recursive functions over a value do not overflow the stack. */
const maxDepth = 32;

/**
 * Parses JSON from untrusted bytes (RFC 8259), more strictly than `JSON.parse`: it refuses objects with duplicate names
 * (RFC 7493), because a proxy that checks the text may read the other value, and nesting deeper than `maxDepth`.
 */
export function parseJson(bytes: Uint8Array): ParsedJson {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { error: "is not valid UTF-8" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { error: `is not valid JSON: unexpected ${describe(text, syntaxErrorAt(text))}` };
  }
  const names = countNames(value, maxDepth);
  if (names === undefined) return { error: `is nested deeper than ${maxDepth} levels` };
  if (names !== countNamesInText(text)) return { error: "has an object that gives a property more than once" };
  return { value };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Counts the names of all objects in a value; undefined if it is nested too deep. */
function countNames(value: unknown, levels: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  if (levels === 0) return undefined;
  const children: unknown[] = Object.values(value);
  let names = Array.isArray(value) ? 0 : children.length;
  for (const child of children) {
    const namesInChild = countNames(child, levels - 1);
    if (namesInChild === undefined) return undefined;
    names += namesInChild;
  }
  return names;
}

const stringToken = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g;

/** Counts the names in a valid JSON text: the strings that a colon follows. */
function countNamesInText(text: string): number {
  let names = 0;
  for (const token of text.matchAll(stringToken)) if (token[1] !== undefined) names += 1;
  return names;
}

function describe(text: string, position: number): string {
  const character = String.fromCodePoint(text.codePointAt(position) ?? 0);
  return position < text.length ? `${JSON.stringify(character)} at position ${position}` : "end";
}
