import type { Fields } from "./bodies.ts";

/** A body that is sent as JSON but is malformed, and its description. */
export interface MalformedCase {
  readonly description: string;
  readonly raw: string | Uint8Array;
}

/**
 * Makes malformed variants of a valid body: invalid JSON (RFC 8259), repeated properties, very deep nesting.
 * @param depth of the nesting; a body of 20,000 brackets is below the size limit of most servers
 */
export function malformedBodies(base: Fields, depth = 20_000): MalformedCase[] {
  const text = JSON.stringify(base);
  const [name = "a"] = Object.keys(base);
  const value = JSON.stringify(base[name] ?? 1);
  const open = text.slice(0, -1);
  const comma = open === "{" ? "" : ",";
  const bytes = new TextEncoder().encode(text);
  const insideText = open.indexOf(':"') + 2;
  const key = `\\u${name.charCodeAt(0).toString(16).padStart(4, "0")}${name.slice(1)}`;
  return [
    { description: "an opening brace", raw: "{" },
    { description: "a truncated body", raw: text.slice(0, -1) },
    { description: "a body cut in the middle", raw: text.slice(0, Math.ceil(text.length / 2)) },
    { description: "single quotes", raw: text.replaceAll('"', "'") },
    { description: "a name without quotes", raw: `{${name}:${value}}` },
    { description: "a trailing comma", raw: `${open},}` },
    { description: "a leading comma", raw: `{,${text.slice(1)}` },
    { description: "a comment", raw: `${text}//` },
    { description: "two bodies in a row", raw: `${text}${text}` },
    { description: "an extra closing brace", raw: `${text}}` },
    { description: "text after the body", raw: `${text} x` },
    { description: "a NUL after the body", raw: `${text}\u0000` },
    { description: "only a NUL", raw: "\u0000" },
    { description: "NaN", raw: `${open}${comma}"surplus":NaN}` },
    { description: "a number with a leading zero", raw: `${open}${comma}"surplus":01}` },
    { description: "an invalid escape sequence", raw: `{"\\x61":1}` },
    { description: "a line break in a string", raw: `{"${name}\n":1}` },
    { description: "half of the word null", raw: "nul" },
    { description: "a URL-encoded form", raw: `${name}=1` },
    { description: "invalid UTF-8", raw: Uint8Array.from([...bytes.slice(0, 2), 0xff, 0xfe, ...bytes.slice(2)]) },
    ...(insideText > 1
      ? [
          {
            description: "invalid UTF-8 in a string",
            raw: Uint8Array.from([...bytes.slice(0, insideText), 0xff, ...bytes.slice(insideText)]),
          },
        ]
      : []),
    {
      description: "UTF-16",
      raw: Uint8Array.from([...text].flatMap((character) => [character.charCodeAt(0) & 0xff, 0])),
    },
    { description: `${name} twice`, raw: `${open}${comma}"${name}":${value}}` },
    { description: `${name} twice, once escaped`, raw: `${open}${comma}"${key}":${value}}` },
    { description: "unclosed nested arrays", raw: "[".repeat(depth) },
    { description: "deeply nested arrays", raw: `${"[".repeat(depth)}${"]".repeat(depth)}` },
    { description: "deeply nested objects", raw: `${'{"a":'.repeat(depth / 4)}1${"}".repeat(depth / 4)}` },
    { description: `deeply nested arrays as ${name}`, raw: `{"${name}":${"[".repeat(depth)}${"]".repeat(depth)}}` },
  ];
}
