import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { packageRoot } from "../util/package-root.ts";
import type { Config } from "./config.ts";
import { sqliteFile } from "./database/sqlite/data-folder.ts";

interface Ready {
  readonly port: number;
  /** Whether nobody has signed up yet. */
  readonly isEmpty: boolean;
}

/** Where to reach a server, as an address that can be clicked: one that stands for all addresses cannot. */
export function serverUrl(host: string, port: number): string {
  if (host === "0.0.0.0" || host === "::") return `http://localhost:${port}`;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Says where everything is, and to a person what may be done next. */
export function announce(log: Logger, config: Config, { port, isEmpty }: Ready, isTerminal: boolean): void {
  const address = serverUrl(config.host, port);
  log.info(`minifb is ready at ${address}, docs at ${address}/docs, database ${placeOf(config)}`);
  if (!existsSync(join(packageRoot, "dist", "web", "index.html"))) {
    log.warn("The frontend is not built, so / leads to /docs; npm run build:web builds it");
  }
  if (isEmpty && isTerminal)
    log.info("Nobody has signed up yet; npm run demo fills the database with members and posts");
}

/** Without user and password. */
function placeOf({ databaseUrl, dataDir }: Config): string {
  if (databaseUrl === undefined) return `sqlite in ${sqliteFile(dataDir)}`;
  const { host, pathname } = new URL(databaseUrl);
  return `postgres at ${host}${pathname}`;
}
