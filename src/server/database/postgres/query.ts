import pg from "pg";
import type { Value } from "../database.ts";
import { statementTypes } from "./connection.ts";

/** What a row of a prepared statement is made of. */
interface Shape {
  readonly names: readonly string[];
  readonly parsers: readonly ((text: string) => unknown)[];
  /** Its copies have all properties from the start, which keeps rows of one kind to V8. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** By connection, the shapes of the statements that it has prepared, by their names. */
const shapesOf = new WeakMap<pg.Connection, Map<string, Shape>>();

/**
 * Runs a named statement on a connection, which prepares it if need be, and gives its rows.
 *
 * `pg` by itself has the columns described at each execution, a good part of what a short read costs both sides. This has
 * them described once on each connection. Should they change, Postgres refuses to execute the statement ("cached plan must
 * not change result type"), and the connection has to be replaced.
 *
 * @param query_timeout milliseconds after which `pg`, with a timer for it, gives the statement up
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
    const texts = values.map(toText);
    let shapes: Map<string, Shape>;
    let shape: Shape | undefined;

    // Given as an object they would be copied with great care.
    const query = new pg.Query(text, (error) => (error ? reject(error) : resolve(rows)));
    const prepareAndRun = query.submit;
    const ours = {
      name,
      values: texts,
      query_timeout,
      submit(connection: pg.Connection) {
        shapes = shapesIn(connection);
        shape = shapes.get(name);
        if (!shape) return prepareAndRun.call(query, connection);
        connection.stream.cork();
        connection.bind({ statement: name, values: texts }, true);
        connection.execute(null, true);
        connection.sync();
        connection.stream.uncork();
      },
      handleRowDescription({ fields }: { readonly fields: readonly pg.FieldDef[] }) {
        shape = shapeOf(fields);
        shapes.set(name, shape);
      },
      handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }) {
        if (shape) rows.push(rowOf<Row>(shape, fields));
      },
    };
    client.query(Object.assign(query, ours));
  });
}

function shapesIn(connection: pg.Connection): Map<string, Shape> {
  const known = shapesOf.get(connection);
  if (known) return known;
  const shapes = new Map<string, Shape>();
  shapesOf.set(connection, shapes);
  return shapes;
}

function shapeOf(fields: readonly pg.FieldDef[]): Shape {
  return {
    names: fields.map(({ name }) => name),
    parsers: fields.map(({ dataTypeID }) => parserOf(dataTypeID)),
    empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
  };
}

function parserOf(oid: number): (text: string) => unknown {
  // The declared type of `getTypeParser` takes the parser's input for the type's number.
  return statementTypes.getTypeParser(oid, "text") as unknown as (text: string) => unknown;
}

/** Nothing checks that the statement gives such rows; its author says so. */
function rowOf<Row>({ names, parsers, empty }: Shape, fields: readonly (string | null)[]): Row {
  const row: Record<string, unknown> = Object.assign({}, empty);
  for (let index = 0; index < fields.length; index++) {
    const text = fields[index];
    const name = names[index];
    if (text !== null && text !== undefined && name !== undefined) row[name] = parsers[index]?.(text);
  }
  return row as Row;
}

/** As Postgres reads it, whatever type the parameter has. */
function toText(value: Value): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString() : String(value);
}
