/**
 * Formats a timestamp column in RFC 3339, in UTC with milliseconds. It only copies characters, because making a `Date` for each
 * of the dozens of timestamps of a page would cost more than the rest of the row.
 * @param value Postgres's text (`2026-11-23 05:45:00.1+00`, without trailing zeros), SQLite's as Sequelize writes it
 * (`2026-11-23 05:45:00.100 +00:00`), or a model's `Date`
 */
export function timestamp(value: Date | string): string {
  if (value instanceof Date) return value.toISOString();
  const seconds = `${value.slice(0, 10)}T${value.slice(11, 19)}`;
  if (value[19] !== ".") return `${seconds}.000Z`;
  const fraction = value.slice(20, Math.min(23, value.indexOf("+", 20)));
  return `${seconds}.${fraction.padEnd(3, "0")}Z`;
}

/** The text that Sequelize stores in SQLite, which compares timestamps as texts. */
export function sqliteTimestamp(moment: Date): string {
  const text = moment.toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 23)} +00:00`;
}
