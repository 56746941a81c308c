import { pino } from "pino";
import { serveDocs } from "../../src/docs/docs.ts";
import { createExpress } from "../../src/http/express.ts";
import { catchFaults, faultAnswers } from "../../src/http/faults.ts";
import { observe } from "../../src/http/request-log.ts";
import { listen } from "../../src/http/server.ts";
import { root } from "../../src/root.ts";
import type { Scope } from "../support/api.ts";

/** Serves the documentation in a folder, this package's unless told, alone, and gives its address. */
export async function startDocs(scope: Scope, folder = root): Promise<string> {
  const log = pino({ level: "silent" });
  const app = createExpress(0);
  app.use(observe({ log, record: () => {} }), await serveDocs(folder));
  const faultMessage = (fault: unknown) => String(fault);
  app.use(catchFaults(faultAnswers({ log, hideErrors: false, isUnavailable: () => false, faultMessage })));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  scope.after(() => listener.close());
  return `http://127.0.0.1:${listener.port}`;
}
