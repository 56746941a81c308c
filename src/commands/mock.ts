import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { routes } from "../../generated/operations.ts";
import { createMockServer } from "../mock/app.ts";
import { serverUrl } from "../server/announce.ts";
import { loadConfig } from "../server/config.ts";
import { listen } from "../server/http/listener.ts";
import { createLogger } from "../server/http/logging/log.ts";
import { listenError } from "../server/start-errors.ts";
import { packageRoot } from "../util/package-root.ts";
import { reportingFaults, UsageError } from "./with-database.ts";

const help = `npm run mock -- [--spec FILE] [--port N]: answers every operation from the examples of the API's document, for
frontends without a backend.

  --spec FILE   another document, OpenAPI 3.0 or 3.1, in YAML or JSON; openapi.yaml unless given
  --port N      where to listen; 4010 unless given, 0 picks a free port
  --help        show this text

Requests are validated as the server does. What is created is then listed, read, changed and deleted, in memory, until
the command ends. Any bearer token is good. Ask for another documented answer with the header Prefer: code=409, or for
one of several examples with Prefer: example=NAME. Reads HOST, LOG_LEVEL and CORS_ORIGIN, which is * unless set.`;

async function main(args: readonly string[]): Promise<void> {
  const { values } = parse(args);
  if (values.help) {
    console.log(help);
    return;
  }
  const { HOST, LOG_LEVEL, CORS_ORIGIN = "*" } = process.env;
  if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
    throw new UsageError("--port must be a whole number from 0 to 65535");
  }
  const config = loadConfig({ HOST, LOG_LEVEL, CORS_ORIGIN, PORT: values.port });
  const log = createLogger(config.logLevel, process.stdout.isTTY === true);
  const source = values.spec === undefined ? await ownDocument() : await otherDocument(values.spec);
  const { express } = await createMockServer({ ...source, corsOrigin: config.corsOrigin, log, now: () => new Date() });
  const { port } = await listen(express, config).catch((error: unknown) => {
    throw listenError(error, config, "--port");
  });
  const address = serverUrl(config.host, port);
  const docs = values.spec === undefined ? `, docs at ${address}/docs` : "";
  log.info(`The mock of ${values.spec ?? "openapi.yaml"} is ready at ${address}${docs}`);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        spec: { type: "string" },
        port: { type: "string", default: "4010" },
        help: { type: "boolean", short: "h", default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\nSee npm run mock -- --help`);
  }
}

async function ownDocument() {
  const document = JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8"));
  return { written: document, document, routes, root: packageRoot };
}

/** The generator's loader is there for development only, so it is loaded where it is needed. */
async function otherDocument(file: string) {
  const { loadRoutes } = await import("../codegen/routes.ts");
  return { ...(await loadRoutes(resolve(file))), root: undefined };
}

await reportingFaults(() => main(process.argv.slice(2)));
