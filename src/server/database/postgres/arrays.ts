/**
 * SQL for a table `asked` with a row for each query of a batch, numbered by `nth` from 1.
 * @param columns types by name; the statement's parameters are arrays of their values, in this order
 */
export function queryTable(columns: Readonly<Record<string, string>>): string {
  const arrays = Object.values(columns).map((type, index) => `$${index + 1}::${type}[]`);
  return unnest(arrays, "asked", Object.keys(columns));
}

/** The rows of a statement that writes a batch: see `writeTable`. */
export interface WriteTable<Write> {
  /** SQL for a table `writes` with a row for each write, numbered by `nth` from 1. */
  readonly sql: string;
  /** The first parameters of the statement: an array for each column. */
  values(writes: readonly Write[]): string[];
  /** The placeholder of the parameter that follows them. */
  readonly nextParameter: string;
}

/**
 * Makes the table of a batch of writes. Its arrays are subqueries, so that the planner does not see their lengths; it would plan
 * the statement again for each length, unless `plan_cache_mode` prevents it.
 *
 * @param columns the column of each property of a write; a property without a column is a compile error
 */
export function writeTable<Write extends Partial<Record<keyof Write, ArrayElement>>>(
  columns: Readonly<Record<keyof Write, { readonly name: string; readonly type: string }>>,
): WriteTable<Write> {
  const properties = Object.keys(columns).filter((key): key is keyof Write & string => key in columns);
  const arrays = properties.map((property, index) => `(SELECT $${index + 1}::${columns[property].type}[])`);
  const names = properties.map((property) => columns[property].name);
  return {
    sql: unnest(arrays, "writes", names),
    nextParameter: `$${properties.length + 1}`,
    values: (writes) => properties.map((property) => arrayText(writes.map((write) => write[property] ?? null))),
  };
}

function unnest(arrays: readonly string[], alias: string, columns: readonly string[]): string {
  return `unnest(${arrays.join()}) WITH ORDINALITY AS ${alias} (${columns.join()}, nth)`;
}

export type ArrayElement = string | number | Date | null;

/**
 * A one-dimensional array as text, a parameter for `unnest` (PostgreSQL manual, "Array Input and Output Syntax"). Its strings
 * may be array texts themselves.
 */
export function arrayText(elements: Iterable<ArrayElement>): string {
  return `{${Array.from(elements, elementText).join()}}`;
}

function elementText(element: ArrayElement): string | number {
  if (element instanceof Date) return `"${element.toISOString()}"`;
  return typeof element === "string" ? `"${element.replace(/["\\]/g, "\\$&")}"` : (element ?? "NULL");
}
