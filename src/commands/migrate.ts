import process from "node:process";
import { migrate, migrationStates, rollBack } from "../server/database/migrations/migrate.ts";
import { reportErrors, UsageError, withDatabase } from "./with-database.ts";

const help = `npm run migrate -- [up | down | status]: migrates the database schema.

  up       applies all pending migrations (the default); npm start does so, too
  down     reverts the last migration and deletes the data of its tables
  status   lists all migrations, and when each was applied

The database is that of npm start: DATABASE_URL, otherwise SQLite in DATA_DIR.`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    return;
  }
  const [action = "up", ...rest] = args;
  if (!["up", "down", "status"].includes(action) || rest.length > 0) {
    throw new UsageError(`Cannot migrate "${args.join(" ")}". See npm run migrate -- --help`);
  }
  await withDatabase(async (database) => {
    if (action === "up") {
      const applied = await migrate(database);
      console.log(applied.length > 0 ? `Applied ${applied.join(", ")}` : "The database is up to date");
    } else if (action === "down") {
      const name = await rollBack(database);
      console.log(name === undefined ? "There is nothing to take back" : `Took back ${name}`);
    } else {
      for (const { name, appliedAt } of await migrationStates(database)) {
        console.log(`${name}  ${appliedAt ?? "not applied"}`);
      }
    }
  });
}

await reportErrors(() => main(process.argv.slice(2)));
