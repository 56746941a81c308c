import { randomBytes } from "node:crypto";
import process from "node:process";
import { createApp } from "./app.ts";
import { ConfigError, loadConfig } from "./config.ts";
import { connect } from "./database/connect.ts";
import { faultMessage } from "./database/faults.ts";
import { migrate } from "./database/migrate.ts";
import { createLogger } from "./http/log.ts";
import { listen } from "./http/server.ts";

const help = `minifb: serves the API, its documentation and its figures.

  npm start                              SQLite, in ./data
  DATABASE_URL=postgres://... npm start  Postgres; needs JWT_SECRET too

It reads only the environment: HOST, PORT, DATABASE_URL, DATA_DIR, JWT_SECRET, JWT_SECRET_PREVIOUS, CORS_ORIGIN,
LOG_LEVEL, RATE_LIMIT, HIDE_ERRORS, PBKDF2_ITERATIONS, TRUST_PROXY, CONTRACT and CONTRACT_SAMPLE. README.md says what
each does.`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    return;
  }
  if (args.length > 0) throw new ConfigError([`${args[0]} is no option; the environment configures the server`]);

  const config = loadConfig(process.env);
  const log = createLogger(config.logLevel, process.stdout.isTTY === true);
  const database = await connect({
    dataDir: config.dataDir,
    log,
    ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
  }).catch((error: unknown) => {
    if (config.databaseUrl !== undefined) throw error;
    throw new Error(`Cannot open the database in DATA_DIR ${config.dataDir}: ${messageOf(error)}`);
  });
  await migrate(database);
  const app = await createApp({ config, database, log, now: () => new Date(), randomBytes });
  const listener = await listen(app.express, config).catch((error: unknown) => {
    throw new Error(`Cannot listen at HOST ${config.host}, PORT ${config.port}: ${messageOf(error)}`);
  });
  const address = `http://${config.host.includes(":") ? `[${config.host}]` : config.host}:${listener.port}`;
  log.info(`minifb is ready at ${address}, docs at ${address}/docs, database ${database.dialect}`);

  let isStopping = false;
  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info(`${signal}: finishing what is under way`);
    app.prepareToStop();
    await listener.close();
    await app.close();
    await database.close();
    log.info("Stopped");
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal).catch(fail));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : `minifb cannot go on: ${faultMessage(error)}`);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
