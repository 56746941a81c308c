import type sqlite3 from "sqlite3";
import type { Statement, Value } from "../database.ts";
import { UnavailableError } from "../errors.ts";
import { sqliteTimestamp } from "../timestamp.ts";

const MOST_STATEMENTS = 256;

interface Reader {
  readonly connection: sqlite3.Database;
  /** The least recently used first. */
  readonly statements: Map<string, sqlite3.Statement>;
}

export interface SqliteReaders {
  read<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * Connections that keep their prepared statements; each runs one at a time, others wait in order.
 * @param most how many; while one is busy it takes up one of libuv's four threads
 */
export function sqliteReaders(
  most: number,
  open: () => Promise<sqlite3.Database>,
  close: (connection: sqlite3.Database) => Promise<void>,
): SqliteReaders {
  const idle: Reader[] = [];
  const waiting: ((reader: Reader) => void)[] = [];
  let count = 0;
  let closed = false;

  async function acquire(): Promise<Reader> {
    const kept = idle.pop();
    if (kept) return kept;
    if (count === most) return new Promise((resolve) => waiting.push(resolve));
    count++;
    try {
      return { connection: await open(), statements: new Map() };
    } catch (error) {
      count--;
      throw error;
    }
  }

  function release(reader: Reader) {
    const next = waiting.shift();
    if (next) next(reader);
    else idle.push(reader);
  }

  return {
    async read<Row>({ text }: Statement, values: readonly Value[] = []): Promise<Row[]> {
      if (closed) throw new UnavailableError("The database is closed");
      const reader = await acquire();
      try {
        return await all<Row>(await prepared(reader, text), values);
      } finally {
        release(reader);
      }
    },
    async close() {
      closed = true;
      const readers: Reader[] = [];
      while (readers.length < count) readers.push(await acquire());
      for (const { connection, statements } of readers) {
        for (const statement of statements.values()) statement.finalize();
        await close(connection);
      }
    },
  };
}

async function prepared({ connection, statements }: Reader, text: string): Promise<sqlite3.Statement> {
  const known = statements.get(text);
  if (known) {
    statements.delete(text);
    statements.set(text, known);
    return known;
  }
  const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
    const made = connection.prepare(text.replace(/\$(\d+)/g, "?$1"), (error) =>
      error ? reject(error) : resolve(made),
    );
  });
  statements.set(text, statement);
  const [oldest] = statements;
  if (oldest && statements.size > MOST_STATEMENTS) {
    statements.delete(oldest[0]);
    oldest[1].finalize();
  }
  return statement;
}

function all<Row>(statement: sqlite3.Statement, values: readonly Value[]): Promise<Row[]> {
  const bound = values.map((value) => (value instanceof Date ? sqliteTimestamp(value) : value));
  return new Promise((resolve, reject) => {
    statement.all<Row>(bound, (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}
