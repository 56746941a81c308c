const whitespace = /[ \t\n\r]*/y;
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** The tokens that may follow, one letter each: (s)tring, other scalar (v)alue, or the punctuation itself. */
const value = "sv{[";
const name = "s";

/**
 * Finds where a text stops being JSON (RFC 8259), in UTF-16 units; its length if it ends too early. For text that
 * `JSON.parse` has refused: the messages of `JSON.parse` have the position of some errors only.
 */
export function syntaxErrorAt(text: string): number {
  const open: string[] = [];
  let expected = value;
  let position = 0;
  for (;;) {
    const start = position + lengthOf(whitespace, text, position);
    const [kind, length] = tokenAt(text, start);
    if (length === 0 || !expected.includes(kind)) return start;
    const isName = kind === "s" && !expected.includes("v");
    if (kind === "{" || kind === "[") open.push(kind);
    if (kind === "}" || kind === "]") open.pop();
    const isInObject = open.at(-1) === "{";
    if (isName) expected = ":";
    else if (kind === ":") expected = value;
    else if (kind === "{") expected = `${name}}`;
    else if (kind === "[") expected = `${value}]`;
    else if (kind === ",") expected = isInObject ? name : value;
    else expected = open.length === 0 ? "" : isInObject ? ",}" : ",]";
    position = start + length;
  }
}

function tokenAt(text: string, start: number): [kind: string, length: number] {
  const stringLength = lengthOf(string, text, start);
  if (stringLength > 0) return ["s", stringLength];
  const scalarLength = lengthOf(scalar, text, start);
  if (scalarLength > 0) return ["v", scalarLength];
  const character = text.charAt(start);
  return [character, "{}[]:,".includes(character) ? character.length : 0];
}

function lengthOf(token: RegExp, text: string, start: number): number {
  token.lastIndex = start;
  return token.exec(text)?.[0].length ?? 0;
}
