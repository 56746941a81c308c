import type { Database, Statement } from "../../database/database.ts";
import type { DatabaseState, PoolState } from "./page-types.ts";

const sizeStatements: Readonly<Record<Database["dialect"], Statement>> = {
  postgres: { name: "databaseSizePostgres", text: "SELECT pg_database_size(current_database()) AS bytes" },
  sqlite: {
    name: "databaseSizeSqlite",
    text: "SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size",
  },
};

export async function readDatabaseState(database: Database): Promise<DatabaseState> {
  const { dialect } = database;
  const startedAt = performance.now();
  await database.ping();
  const milliseconds = Math.round((performance.now() - startedAt) * 100) / 100;
  const [size] = await database.read<{ readonly bytes: number }>(sizeStatements[dialect]);
  const pool = dialect === "postgres" ? readPoolState(database.sequelize) : null;
  return { kind: dialect, milliseconds, bytes: size?.bytes ?? 0, pool };
}

/** Sequelize's types do not include its pool. */
function readPoolState({ connectionManager }: Database["sequelize"]): PoolState {
  const pool: unknown = Reflect.get(connectionManager, "pool");
  const count = (name: string) => (typeof pool === "object" && pool ? Number(Reflect.get(pool, name)) : 0);
  return { open: count("size"), busy: count("using"), waiting: count("waiting"), max: count("maxSize") };
}
