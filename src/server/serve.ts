import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { createApp } from "./app.ts";
import type { IpcChannel } from "./cluster/ipc-channel.ts";
import { serializeWrites } from "./cluster/write-mutex.ts";
import { type Config, ConfigError } from "./config.ts";
import { connect } from "./database/connect.ts";
import type { Database } from "./database/database.ts";
import { migrate } from "./database/migrations/migrate.ts";
import { createLoginFailureCounter } from "./features/account/login-throttle.ts";
import { listen } from "./http/listener.ts";
import { letYoungGenerationGrow } from "./runtime/young-generation.ts";
import { databaseError, listenError } from "./start-errors.ts";

/** A server that takes requests, of one process or several. */
export interface Server {
  readonly port: number;
  /** Whether nobody had signed up when it started. */
  readonly isEmpty: boolean;
  /** Takes no more requests; resolves when those under way are answered and all is closed. */
  stop(): Promise<void>;
}

/**
 * Serves in this process.
 * @param primary of a worker; without one this process is the whole server and migrates its database.
 */
export async function serve(config: Config, log: Logger, primary?: IpcChannel): Promise<Server> {
  const own = await openDatabase(config, log);
  const database = primary ? serializeWrites(own, primary) : own;
  if (!primary) await migrate(database);
  const isEmpty = await hasNobody(database);
  const app = await createApp({ config, database, log, now: () => new Date(), randomBytes, primary });
  const listener = await listen(app.express, { ...config, guard: app.guard }).catch((error: unknown) => {
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

/** Serves in several processes, which this one leads and does not take part in. */
export async function serveWithWorkers(config: Config, log: Logger): Promise<Server> {
  // Its channels between processes come to a stop once much is sent both ways at the same time.
  if ("Deno" in globalThis)
    throw new ConfigError(["WORKERS must be 1 on Deno, whose node:cluster is not fit for it yet"]);
  const database = await openDatabase(config, log);
  await migrate(database);
  const isEmpty = await hasNobody(database);
  await database.close();
  const { startWorkers } = await import("./cluster/primary.ts");
  const lead = await startWorkers({
    ...config,
    log,
    randomBytes,
    loginFailures: createLoginFailureCounter(),
  });
  letYoungGenerationGrow();
  return { ...lead, isEmpty };
}

function openDatabase(config: Config, log: Logger): Promise<Database> {
  const { dataDir, databaseUrl } = config;
  const options = { dataDir, log, ...(databaseUrl === undefined ? {} : { url: databaseUrl }) };
  return connect(options).catch((error: unknown) => {
    throw databaseError(error, config);
  });
}

async function hasNobody(database: Database): Promise<boolean> {
  const rows = await database.read({ name: "anybody", text: "SELECT 1 FROM users LIMIT 1" });
  return rows.length === 0;
}
