import { pino } from "pino";
import { serveDocs } from "../../src/docs/docs.ts";
import { listen } from "../../src/server/http/listener.ts";
import { observe } from "../../src/server/http/logging/request-log.ts";
import { createExpress } from "../../src/server/http/pipeline/express.ts";
import { catchErrors, errorAnswers } from "../../src/server/http/response/errors.ts";
import { packageRoot } from "../../src/util/package-root.ts";
import type { Scope } from "../support/api.ts";

/** Serves the documentation in a folder, this package's unless told, alone, and gives its address. */
export async function startDocs(scope: Scope, folder = packageRoot): Promise<string> {
  const log = pino({ level: "silent" });
  const app = createExpress(0);
  app.use(observe({ log, record: () => {} }), await serveDocs(folder));
  const errorMessage = (fault: unknown) => String(fault);
  app.use(catchErrors(errorAnswers({ log, hideErrors: false, isUnavailable: () => false, errorMessage })));
  const listener = await listen(app, { host: "127.0.0.1", port: 0 });
  scope.after(() => listener.close());
  return `http://127.0.0.1:${listener.port}`;
}
