import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import type { IpcChannel } from "./cluster/ipc-channel.ts";
import { serializeWrites } from "./cluster/write-lock.ts";
import { type Config, ConfigError } from "./config.ts";
import { connect } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { migrate } from "./database/migrations/migrate.ts";
import { createLoginFailureCounter } from "./features/account/login-throttle.ts";
import { listen } from "./http/listener.ts";
import { letYoungGenerationGrow } from "./runtime/young-generation.ts";
import { databaseError, listenError } from "./start-errors.ts";

/** A running server, of one or several processes. */
export interface RunningServer {
  readonly port: number;
  /** Whether the database had no users at startup. */
  readonly isEmpty: boolean;
  /** Stops accepting requests; resolves when the requests in flight are answered and everything is closed. */
  stop(): Promise<void>;
}

/**
 * Serves in this process.
 * @param primary the channel to the primary process, for a worker; without it this process also migrates the database
 */
export async function serve(config: Config, log: Logger, primary?: IpcChannel): Promise<RunningServer> {
  const connection = await openDatabase(config, log);
  const database = primary ? serializeWrites(connection, primary) : connection;
  if (!primary) await migrate(database);
  const isEmpty = await hasNoUsers(database);
  const app = await createApp({ config, database, log, now: () => new Date(), randomBytes, primary });
  const listener = await listen(app.express, { ...config, loadShedder: app.loadShedder }).catch((error: unknown) => {
    throw listenError(error, config);
  });
  letYoungGenerationGrow();
  return {
    port: listener.port,
    isEmpty,
    async stop() {
      app.prepareToStop();
      await listener.close();
      await app.close();
      await database.close();
    },
  };
}

/** Serves in several worker processes. This process supervises them and serves no requests itself. */
export async function serveWithWorkers(config: Config, log: Logger): Promise<RunningServer> {
  // Deno's IPC channels stall when both sides send much at the same time.
  if ("Deno" in globalThis)
    throw new ConfigError(["WORKERS must be 1 on Deno, whose node:cluster does not work well enough yet"]);
  const database = await openDatabase(config, log);
  await migrate(database);
  const isEmpty = await hasNoUsers(database);
  await database.close();
  const { startWorkers } = await import("./cluster/primary.ts");
  const supervisor = await startWorkers({
    ...config,
    log,
    randomBytes,
    loginFailures: createLoginFailureCounter(),
  });
  letYoungGenerationGrow();
  return { ...supervisor, isEmpty };
}

function openDatabase(config: Config, log: Logger): Promise<Database> {
  const { dataDir, databaseUrl } = config;
  const options = { dataDir, log, ...(databaseUrl === undefined ? {} : { url: databaseUrl }) };
  return connect(options).catch((error: unknown) => {
    throw databaseError(error, config);
  });
}

async function hasNoUsers(database: Database): Promise<boolean> {
  const rows = await database.read({ name: "any-user", text: "SELECT 1 FROM users LIMIT 1" });
  return rows.length === 0;
}
