import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { pino } from "pino";
import { routes } from "../../generated/operations.ts";
import { loadRoutes } from "../../src/codegen/routes.ts";
import { createMockServer } from "../../src/mock/app.ts";
import { listen } from "../../src/server/http/listener.ts";
import { packageRoot } from "../../src/util/package-root.ts";

export interface MockServer {
  readonly url: string;
  /** What it logged as a warning or worse. */
  readonly warnings: readonly string[];
}

/**
 * Serves a mock until the test ends.
 * @param file another document than our own
 */
export async function startMock(t: TestContext, file?: string): Promise<MockServer> {
  const warnings: string[] = [];
  const log = pino({ level: "warn" }, { write: (line: string) => void warnings.push(JSON.parse(line).msg) });
  const source = file === undefined ? await ownDocument() : await loadRoutes(file);
  const mock = await createMockServer({ ...source, root: undefined, corsOrigin: "*", log, now: () => new Date() });
  const listener = await listen(mock.express, { host: "127.0.0.1", port: 0 });
  t.after(async () => {
    mock.close();
    await listener.close();
  });
  return { url: `http://127.0.0.1:${listener.port}`, warnings };
}

async function ownDocument() {
  const document = JSON.parse(await readFile(join(packageRoot, "generated/openapi.json"), "utf8"));
  return { written: document, document, routes };
}
