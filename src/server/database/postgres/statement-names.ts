import type { Statement } from "../database.ts";

/** Each connection keeps every prepared statement with its plan until it closes. */
const maxNames = 512;

/**
 * Chooses the name under which a statement is prepared. Only the first `maxNames` statements get one, which bounds the memory of
 * each connection in Postgres; the others are planned at each call.
 * @returns undefined for a statement that is not prepared
 */
export function statementNames(limit = maxNames): (statement: Statement) => string | undefined {
  const texts = new Map<string, string>();
  return ({ name, text }) => {
    const known = texts.get(name);
    if (known === undefined && texts.size >= limit) return undefined;
    if (known === undefined) texts.set(name, text);
    else if (known !== text) throw new Error(`Two statements are named ${name}`);
    return name;
  };
}
