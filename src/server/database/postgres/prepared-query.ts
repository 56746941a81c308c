import pg from "pg";
import type { Value } from "../database.ts";
import { statementTypes } from "./connection.ts";

/** The columns of a prepared statement. */
interface RowFormat {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
  /** A row of nulls. Copies of it have all properties from the start, so that V8 gives all rows one hidden class. */
  readonly emptyRow: Readonly<Record<string, unknown>>;
}

/** For each connection, the formats of the statements that it has prepared, by name. */
const formatsByConnection = new WeakMap<pg.Connection, Map<string, RowFormat>>();

/**
 * Runs a named statement on a connection, which prepares it at the first use, and returns its rows.
 *
 * `pg` itself asks for a description of the columns at each execution, which is a large part of the cost of a short read. This
 * function asks once for each connection. If the columns change, Postgres refuses to execute the statement ("cached plan must
 * not change result type"), and the connection has to be replaced.
 *
 * @param query_timeout milliseconds until `pg` rejects the query; it sets a timer for each query
 */
export function runPrepared<Row>(
  client: pg.Client,
  name: string,
  text: string,
  values: readonly Value[],
  query_timeout?: number,
): Promise<Row[]> {
  return new Promise((resolve, reject) => {
    const rows: Row[] = [];
    const parameters = values.map(toText);
    let formats: Map<string, RowFormat>;
    let format: RowFormat | undefined;

    // The constructor copies a config object slowly, so it gets only the text.
    const query = new pg.Query(text, (error) => (error ? reject(error) : resolve(rows)));
    const prepareAndRun = query.submit;
    const overrides = {
      name,
      values: parameters,
      query_timeout,
      submit(connection: pg.Connection) {
        formats = formatsOf(connection);
        format = formats.get(name);
        if (!format) return prepareAndRun.call(query, connection);
        connection.stream.cork();
        connection.bind({ statement: name, values: parameters }, true);
        connection.execute(null, true);
        connection.sync();
        connection.stream.uncork();
      },
      handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }) {
        format = rowFormat(fields);
        formats.set(name, format);
      },
      handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }) {
        if (format) rows.push(parseRow<Row>(format, fields));
      },
    };
    client.query(Object.assign(query, overrides));
  });
}

function formatsOf(connection: pg.Connection): Map<string, RowFormat> {
  const known = formatsByConnection.get(connection);
  if (known) return known;
  const formats = new Map<string, RowFormat>();
  formatsByConnection.set(connection, formats);
  return formats;
}

function rowFormat(fields: readonly pg.FieldDef[]): RowFormat {
  return {
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID)),
    emptyRow: Object.fromEntries(fields.map(({ name }) => [name, null])),
  };
}

function parserOf(oid: number): (text: string) => unknown {
  // The declared type of `getTypeParser` confuses the parser's input with the type's number.
  return statementTypes.getTypeParser(oid, "text") as unknown as (text: string) => unknown;
}

/** The type is not checked: the author of the statement chooses `Row`. */
function parseRow<Row>({ names, parsers, emptyRow }: RowFormat, fields: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = Object.assign({}, emptyRow);
  for (let index = 0; index < fields.length; index++) {
    const text = fields[index];
    const name = names[index];
    if (text !== null && text !== undefined && name !== undefined) row[name] = parsers[index]?.(text);
  }
  return row as Row;
}

/** In the text format, which Postgres reads for a parameter of any type. */
function toText(value: Value): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
