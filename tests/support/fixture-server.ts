import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import process from "node:process";
import { json } from "node:stream/consumers";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { createApp } from "../../src/server/app.ts";
import { loadConfig } from "../../src/server/config.ts";
import { connect } from "../../src/server/database/connect.ts";
import { migrate } from "../../src/server/database/migrations/migrate.ts";
import { listen } from "../../src/server/http/listener.ts";
import { createLogger } from "../../src/server/http/logging/log.ts";
import type { Ready } from "./api.ts";
import type { Commands } from "./control.ts";
import { makeFaulty } from "./faulty-database.ts";
import { modelsOf } from "./models.ts";

/*
 * The server under test: the app of `src/server/serve.ts`, with a clock that can be set and a database that can fail. A second port
 * accepts the commands. It stops on SIGTERM, and when its parent process ends.
 */

let clockAheadMs = 0;
const now = () => new Date(Date.now() + clockAheadMs);

const config = loadConfig(process.env);
const log = createLogger(config.logLevel, false);
const sound = await connect({
  dataDir: config.dataDir,
  log,
  ...(config.databaseUrl === undefined ? {} : { url: config.databaseUrl }),
});
await migrate(sound);
const faulty = makeFaulty(sound);
const app = await createApp({ config, database: faulty.database, log, now, randomBytes });
const listener = await listen(app.express, { host: config.host, port: 0, loadShedder: app.loadShedder });

/** Makes the rate limiter fail, for the few operations that use no database. */
const consume = RateLimiterMemory.prototype.consume;
let limiterFault: string | undefined;
RateLimiterMemory.prototype.consume = async function (...args) {
  if (limiterFault !== undefined) throw new Error(limiterFault);
  return consume.apply(this, args);
};

const commands: { readonly [Name in keyof Commands]: (command: Commands[Name]) => Promise<void> } = {
  async clock(command) {
    clockAheadMs = command.aheadMs;
  },
  async fault({ where, message }) {
    limiterFault = where === "limiter" ? message : undefined;
    if (where === "statement") faulty.set({ statement: message });
    else if (where === "database" || where === "writes") {
      faulty.set({ fault: message, inWritesOnly: where === "writes" });
    } else faulty.set("none");
  },
  async away({ isAway }) {
    faulty.set(isAway ? "unreachable" : "none");
  },
  async hold({ point }) {
    faulty.gate.hold(point);
  },
  held: ({ count }) => faulty.gate.held(count),
  async release() {
    faulty.gate.release();
  },
  async admin({ userId }) {
    const [changed] = await modelsOf(sound).User.update({ isAdmin: true }, { where: { id: userId } });
    if (changed !== 1) throw new Error(`There is no user ${userId}`);
  },
  async stop() {
    // After the response to this command, because stopping closes the control port, too.
    setImmediate(() => void stop());
  },
};

async function execute(request: IncomingMessage): Promise<void> {
  const name = request.url?.slice(1) ?? "";
  const command: (value: never) => Promise<void> =
    Object.entries(commands).find(([key]) => key === name)?.[1] ?? refuse;
  await command((await json(request)) as never);
}

async function refuse(): Promise<void> {
  throw new Error(`The commands are ${Object.keys(commands).join(", ")}`);
}

const control = createServer((request, response) => {
  execute(request).then(
    () => response.end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
}).listen(0, "127.0.0.1");
await once(control, "listening");
const address = control.address();
if (address === null || typeof address === "string") throw new Error("The control port has no port");

const ready: Ready = {
  baseUrl: `http://${config.host}:${listener.port}`,
  controlUrl: `http://127.0.0.1:${address.port}`,
};
console.log(JSON.stringify(ready));

let isStopping = false;
async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  app.prepareToStop();
  control.close();
  control.closeAllConnections();
  await listener.close();
  await app.close();
  await sound.close();
  // Under Deno a pending read of standard input keeps the process alive, even when the stream is destroyed.
  process.exit(0);
}
process.on("SIGTERM", () => void stop());
process.stdin.on("end", () => void stop()).resume();
