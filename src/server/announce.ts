import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { packageRoot } from "../util/package-root.ts";
import type { Config } from "./config.ts";
import { sqliteFile } from "./database/sqlite/data-folder.ts";

interface ReadyServer {
  readonly port: number;
  /** Whether the database has no users. */
  readonly isEmpty: boolean;
}

/** The URL of a server that listens at a host. Wildcard addresses become `localhost`, so that the URL can be opened. */
export function serverUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Logs where the API, its documentation and the database are and, on a terminal, what to do next. */
export function announce(log: Logger, config: Config, { port, isEmpty }: ReadyServer, isTerminal: boolean): void {
  const url = serverUrl(config.host, port);
  log.info(`minifb is ready at ${url}, docs at ${url}/docs, database ${databaseLocation(config)}`);
  if (!existsSync(join(packageRoot, "dist", "web", "index.html"))) {
    log.warn("The frontend is not built, so / redirects to /docs; npm run build:web builds it");
  }
  if (isEmpty && isTerminal) log.info("The database has no users yet; npm run demo fills it with members and posts");
}

/** Without user and password. */
function databaseLocation({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `sqlite in ${sqliteFile(dataDir)}`;
  const { host, pathname } = new URL(databaseUrl);
  return `postgres at ${host}${pathname}`;
}
