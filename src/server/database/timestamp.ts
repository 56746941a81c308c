/**
 * A timestamp column as `read` gave it, in RFC 3339 in UTC with milliseconds. It only moves characters: a page holds
 * dozens, and making a `Date` of each would cost more than the rest of the row. Takes Postgres's text
 * (`2026-11-23 05:45:00.1+00`, which drops zeros at the end), SQLite's (`2026-11-23 05:45:00.100 +00:00`, as Sequelize
 * writes it) and, from a model, a `Date`.
 */
export function timestamp(value: Date | string): string {
  if (value instanceof Date) return value.toISOString();
  const seconds = `${value.slice(0, 10)}T${value.slice(11, 19)}`;
  if (value[19] !== ".") return `${seconds}.000Z`;
  const fraction = value.slice(20, Math.min(23, value.indexOf("+", 20)));
  return `${seconds}.${fraction.padEnd(3, "0")}Z`;
}

/** A moment in the text that Sequelize stores in SQLite, where texts are compared as such. */
export function sqliteTimestamp(moment: Date): string {
  const text = moment.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)} +00:00`;
}
