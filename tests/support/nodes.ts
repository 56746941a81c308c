import { randomBytes } from "node:crypto";
import type { TestContext } from "node:test";
import { type Api, api, type Ready } from "./api.ts";
import { connectControl } from "./control.ts";
import { type ServerProcess, startProcess } from "./server-process.ts";

export interface Node {
  readonly api: Api;
  readonly process: ServerProcess;
}

/** Starts several servers with the same signing secret on one database, until the test ends. */
export async function startNodes(
  t: TestContext,
  count: number,
  env: Readonly<Record<string, string>>,
): Promise<readonly Node[]> {
  const commonEnv = { JWT_SECRET: randomBytes(32).toString("hex"), LOG_LEVEL: "warn", RATE_LIMIT: "off" };
  const nodes: Node[] = [];
  for (let i = 0; i < count; i++) {
    const process = startProcess({
      module: "tests/support/fixture-server",
      env: { ...commonEnv, PBKDF2_ITERATIONS: "1000", ...env },
    });
    t.after(() => process.stop());
    const { baseUrl, controlUrl }: Ready = JSON.parse(await process.line(/^\{"baseUrl"/));
    nodes.push({ api: api(baseUrl, connectControl(controlUrl)), process });
  }
  return nodes;
}
