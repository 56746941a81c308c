import type { Statement } from "../database.ts";

/** Each connection keeps every named statement with its plan until it closes. */
const MOST = 512;

/**
 * Which name to prepare a statement under. Statements past the first 512 get none and are planned at each call, so that
 * no number of different texts fills the server's memory.
 */
export function namedStatements(most = MOST): (statement: Statement) => string | undefined {
  const texts = new Map<string, string>();
  return ({ name, text }) => {
    const known = texts.get(name);
    if (known === undefined && texts.size >= most) return undefined;
    if (known === undefined) texts.set(name, text);
    else if (known !== text) throw new Error(`Two statements are named ${name}`);
    return name;
  };
}
