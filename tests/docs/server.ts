import { pino } from "pino";
import { serveDocs } from "../../src/docs/docs.ts";
import { createExpress } from "../../src/http/express.ts";
import { observe } from "../../src/http/request-log.ts";
import { listen } from "../../src/http/server.ts";
import { root } from "../../src/root.ts";
import type { Scope } from "../support/api.ts";

/** Serves the documentation alone, and gives its address. */
export async function startDocs(scope: Scope): Promise<string> {
  const app = createExpress(0);
  app.use(observe({ log: pino({ level: "silent" }), record: () => {} }), await serveDocs(root));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  scope.after(() => listener.close());
  return `http://127.0.0.1:${listener.port}`;
}
