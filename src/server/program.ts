import process from "node:process";
import { announce } from "./announce.ts";
import { ConfigError, loadConfig } from "./config.ts";
import { databaseErrorMessage } from "./database/errors.ts";
import { createLogger } from "./http/logging/log.ts";
import { runtimeItems, unknownItems } from "./runtime/ablation.ts";
import { enlargeBufferPool } from "./runtime/buffer-pool.ts";
import { serve, serveWithWorkers } from "./serve.ts";

const help = `minifb: serves the API, its documentation and its metrics.

  npm start                              SQLite, in ./data
  DATABASE_URL=postgres://... npm start  Postgres; needs JWT_SECRET too

It is configured by environment variables: HOST, PORT, DATABASE_URL, DATA_DIR, JWT_SECRET, JWT_SECRET_PREVIOUS, CORS_ORIGIN,
LOG_LEVEL, WORKERS, RATE_LIMIT, HIDE_ERRORS, PBKDF2_ITERATIONS, TRUST_PROXY, CONTRACT and CONTRACT_SAMPLE. README.md
describes them.`;

async function main(args: readonly string[]): Promise<void> {
  if (args.includes("--help") || args.includes("-h")) {
    console.log(help);
    return;
  }
  if (args.length > 0)
    throw new ConfigError([`${args[0]} is not an option; the server is configured by environment variables`]);

  if (unknownItems.length > 0) {
    throw new ConfigError([`MINIFB_WITHOUT: ${unknownItems.join(", ")} must be some of ${runtimeItems.join(", ")}`]);
  }
  enlargeBufferPool();
  const config = loadConfig(process.env);
  const isTerminal = process.stdout.isTTY === true;
  const log = createLogger(config.logLevel, isTerminal);
  const cluster = config.workers === 1 ? undefined : (await import("node:cluster")).default;
  if (cluster?.isWorker) {
    const { runWorker } = await import("./cluster/worker.ts");
    return runWorker((primary) => serve(config, log, primary));
  }
  const server = cluster ? await serveWithWorkers(config, log) : await serve(config, log);
  announce(log, config, server, isTerminal);

  let isStopping = false;
  async function stop(signal: string): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    log.info(`${signal}: finishing the requests in flight`);
    await server.stop();
    log.info("Stopped");
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal).catch(fail));
}

function fail(error: unknown): void {
  console.error(error instanceof ConfigError ? error.message : `minifb failed: ${databaseErrorMessage(error)}`);
  process.exit(1);
}

main(process.argv.slice(2)).catch(fail);
