/** The answer that a client prefers. */
export interface Preference {
  readonly code: number | undefined;
  /** The name of a documented example. */
  readonly example: string | undefined;
}

/** A preference with its value. Parameters after `;` are ignored. */
const preference = /^\s*([!#$%&'*+.^_`|~\w-]+)\s*(?:=\s*("(?:[^"\\]|\\.)*"|[^\s;,"]*))?/;

/**
 * Reads a `Prefer` header (RFC 7240, section 2). The first of duplicate preferences counts. Unknown and malformed ones
 * are ignored.
 */
export function parsePrefer(header: string): Preference {
  const given = new Map<string, string>();
  for (const part of header.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []) {
    const [, name = "", value = ""] = preference.exec(part) ?? [];
    if (!given.has(name.toLowerCase())) given.set(name.toLowerCase(), unquote(value));
  }
  const code = given.get("code") ?? "";
  return { code: /^[1-5]\d\d$/.test(code) ? Number(code) : undefined, example: given.get("example") };
}

/** The value of a `Preference-Applied` header (RFC 7240, section 3). */
export function preferenceApplied({ code, example }: Preference): string {
  return [
    ...(code === undefined ? [] : [`code=${code}`]),
    ...(example === undefined ? [] : [`example=${/^[\w.-]+$/.test(example) ? example : JSON.stringify(example)}`]),
  ].join(", ");
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, "$1") : text;
}
