/**
 * A table `asked` with a row for each thing that a statement is to look up, numbered by `nth` from 1 on.
 * @param columns with their types; the statement's parameters are their arrays, in this order
 */
export function queryTable(columns: Readonly<Record<string, string>>): string {
  return rowsOf("asked", columns, (parameter) => parameter);
}

/**
 * The same as `written`, for a statement that writes. The planner does not see how many rows there are: it would plan for
 * each number of them anew, where `plan_cache_mode` lets it.
 */
export function writtenTable(columns: Readonly<Record<string, string>>): string {
  return rowsOf("written", columns, (parameter) => `(SELECT ${parameter})`);
}

function rowsOf(name: string, columns: Readonly<Record<string, string>>, read: (parameter: string) => string): string {
  const arrays = Object.values(columns).map((type, index) => read(`$${index + 1}::${type}[]`));
  return `unnest(${arrays.join()}) WITH ORDINALITY AS ${name} (${Object.keys(columns).join()}, nth)`;
}

/**
 * A parameter for `unnest`: an array of one dimension as Postgres reads it from text (manual, "Array Input and Output
 * Syntax"). What it holds may be such a text itself.
 */
export function arrayText(values: Iterable<string | number | null>): string {
  return `{${Array.from(values, elementText).join()}}`;
}

function elementText(value: string | number | null): string | number {
  return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : (value ?? "NULL");
}
