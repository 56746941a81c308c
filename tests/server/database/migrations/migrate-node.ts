import process from "node:process";
import { pino } from "pino";
import { connect } from "../../../../src/server/database/connect.ts";
import { migrate } from "../../../../src/server/database/migrations/migrate.ts";

/* A process that migrates the database and prints the migrations that it applied. */

const { DATA_DIR: dataDir = "", DATABASE_URL: url } = process.env;
const database = await connect({ dataDir, log: pino({ level: "silent" }), ...(url ? { url } : {}) });
for (const name of await migrate(database)) console.log(name);
await database.close();
