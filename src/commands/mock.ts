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
import { reportErrors, UsageError } from "./with-database.ts";

const help = `npm run mock -- [--spec FILE] [--port N]: answers every operation from the examples of an OpenAPI document, for
developing frontends without a backend.

  --spec FILE   an OpenAPI 3.0 or 3.1 document, YAML or JSON (default openapi.yaml)
  --port N      the port (default 4010); 0 chooses a free one
  --help        show this text

Requests are validated as by the server. Created resources can be listed, read, changed and deleted. They are kept in
memory until the command ends. Any bearer token is accepted. The header Prefer: code=409 selects another documented
answer, Prefer: example=NAME one of several examples. Reads HOST, LOG_LEVEL and CORS_ORIGIN (default *).`;

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

/** Imported on demand, because production installations do not have the code generator's dependencies. */
async function otherDocument(file: string) {
  const { loadRoutes } = await import("../codegen/routes.ts");
  return { ...(await loadRoutes(resolve(file))), root: undefined };
}

await reportErrors(() => main(process.argv.slice(2)));
