import type sqlite3 from "sqlite3";
import type { Statement, Value } from "../database.ts";
import { UnavailableError } from "../errors.ts";
import { sqliteTimestamp } from "../timestamp.ts";

/** Prepared statements for each connection. */
const maxStatements = 256;

interface Reader {
  readonly connection: sqlite3.Database;
  /** By text; the least recently used first. */
  readonly statements: Map<string, sqlite3.Statement>;
}

export interface SqliteReaders {
  read<Row>(statement: Statement, values?: readonly Value[]): Promise<Row[]>;
  close(): Promise<void>;
}

/**
 * A pool of connections with an LRU cache of prepared statements each. A connection runs one statement at a time; further reads
 * are queued.
 * @param maxReaders connections; each occupies one of libuv's four threads while it reads
 */
export function sqliteReaders(
  maxReaders: number,
  open: () => Promise<sqlite3.Database>,
  close: (connection: sqlite3.Database) => Promise<void>,
): SqliteReaders {
  const idle: Reader[] = [];
  const queue: ((reader: Reader) => void)[] = [];
  let count = 0;
  let isClosed = false;

  async function acquire(): Promise<Reader> {
    const reused = idle.pop();
    if (reused) return reused;
    if (count === maxReaders) return new Promise((resolve) => queue.push(resolve));
    count++;
    try {
      return { connection: await open(), statements: new Map() };
    } catch (error) {
      count--;
      throw error;
    }
  }

  function release(reader: Reader) {
    const next = queue.shift();
    if (next) next(reader);
    else idle.push(reader);
  }

  return {
    async read<Row>({ text }: Statement, values: readonly Value[] = []): Promise<Row[]> {
      if (isClosed) throw new UnavailableError("The database is closed");
      const reader = await acquire();
      try {
        return await run<Row>(await prepare(reader, text), values);
      } finally {
        release(reader);
      }
    },
    async close() {
      isClosed = true;
      const readers: Reader[] = [];
      while (readers.length < count) readers.push(await acquire());
      for (const { connection, statements } of readers) {
        for (const statement of statements.values()) statement.finalize();
        await close(connection);
      }
    },
  };
}

async function prepare({ connection, statements }: Reader, text: string): Promise<sqlite3.Statement> {
  const known = statements.get(text);
  if (known) {
    statements.delete(text);
    statements.set(text, known);
    return known;
  }
  const statement = await new Promise<sqlite3.Statement>((resolve, reject) => {
    const prepared = connection.prepare(text.replace(/\$(\d+)/g, "?$1"), (error) =>
      error ? reject(error) : resolve(prepared),
    );
  });
  statements.set(text, statement);
  const [oldest] = statements;
  if (oldest && statements.size > maxStatements) {
    statements.delete(oldest[0]);
    oldest[1].finalize();
  }
  return statement;
}

function run<Row>(statement: sqlite3.Statement, values: readonly Value[]): Promise<Row[]> {
  const bound = values.map((value) => (value instanceof Date ? sqliteTimestamp(value) : value));
  return new Promise((resolve, reject) => {
    statement.all<Row>(bound, (error, rows) => (error ? reject(error) : resolve(rows)));
  });
}
