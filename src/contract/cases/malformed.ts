import type { Fields } from "./bodies.ts";

/** Bytes that are sent as JSON and are none, and what is wrong with them. */
export interface MalformedCase {
  readonly description: string;
  readonly raw: string | Uint8Array;
}

/**
 * Breaks a proper body: what RFC 8259 does not call JSON, properties given twice, unlimited nesting.
 * @param depth of the nesting; a body of a few ten thousand brackets is below most limits on its size
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
    { description: "a body that breaks off", raw: text.slice(0, -1) },
    { description: "a body that breaks off inside", raw: text.slice(0, Math.ceil(text.length / 2)) },
    { description: "quotes that are single", raw: text.replaceAll('"', "'") },
    { description: "a name without quotes", raw: `{${name}:${value}}` },
    { description: "a comma at the end", raw: `${open},}` },
    { description: "a comma too many", raw: `{,${text.slice(1)}` },
    { description: "a comment", raw: `${text}//` },
    { description: "a body twice", raw: `${text}${text}` },
    { description: "a closing brace too many", raw: `${text}}` },
    { description: "text behind it", raw: `${text} x` },
    { description: "a NUL behind it", raw: `${text}\u0000` },
    { description: "a NUL alone", raw: "\u0000" },
    { description: "NaN", raw: `${open}${comma}"surplus":NaN}` },
    { description: "a number with a leading zero", raw: `${open}${comma}"surplus":01}` },
    { description: "an unknown escape", raw: `{"\\x61":1}` },
    { description: "a line break inside a text", raw: `{"${name}\n":1}` },
    { description: "a half word", raw: "nul" },
    { description: "a form", raw: `${name}=1` },
    { description: "broken UTF-8", raw: Uint8Array.from([...bytes.slice(0, 2), 0xff, 0xfe, ...bytes.slice(2)]) },
    ...(insideText > 1
      ? [
          {
            description: "broken UTF-8 inside a text",
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
    { description: "arrays that only open", raw: "[".repeat(depth) },
    { description: "arrays in arrays", raw: `${"[".repeat(depth)}${"]".repeat(depth)}` },
    { description: "objects in objects", raw: `${'{"a":'.repeat(depth / 4)}1${"}".repeat(depth / 4)}` },
    { description: `arrays in arrays for ${name}`, raw: `{"${name}":${"[".repeat(depth)}${"]".repeat(depth)}}` },
  ];
}
