import { hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Express } from "express";
import type { Logger } from "pino";
import { routes } from "../../generated/operations.ts";
import { serveDocs } from "../docs/docs.ts";
import { createViolationFinder } from "../openapi/violation.ts";
import { packageRoot } from "../util/package-root.ts";
import type { RandomBytes } from "../util/random.ts";
import { flushAllWorkers } from "./cluster/flush.ts";
import type { IpcChannel } from "./cluster/ipc-channel.ts";
import type { Config } from "./config.ts";
import type { Database } from "./database/database.ts";
import { databaseErrorMessage, isUnavailable } from "./database/errors.ts";
import { createAccountModule } from "./features/account/module.ts";
import { readOrCreateSecret } from "./features/account/signing-secret.ts";
import { createErrorLog } from "./features/backoffice/error-log.ts";
import { servePageData } from "./features/backoffice/page-data.ts";
import { monitorProcess } from "./features/backoffice/process-state.ts";
import { createPrometheusMetrics } from "./features/backoffice/prometheus.ts";
import { createRequestMetrics } from "./features/backoffice/request-metrics.ts";
import { createViolations } from "./features/backoffice/violations.ts";
import { createBroker } from "./features/notification/broker.ts";
import { createNotifier } from "./features/notification/notifier.ts";
import { notificationQueries } from "./features/notification/queries.ts";
import { createHandlers } from "./handlers.ts";
import { type AnswerRecord, observe } from "./http/logging/request-log.ts";
import { createConcurrencyLimiter } from "./http/overload/concurrency-limiter.ts";
import { createLoadShedder, type LoadShedder } from "./http/overload/load-shedder.ts";
import { limitByAddress } from "./http/overload/rate-limit.ts";
import { createDispatcher } from "./http/pipeline/dispatcher.ts";
import { createExpress } from "./http/pipeline/express.ts";
import { requestContextOf } from "./http/request/request-context.ts";
import { requireHost } from "./http/request/require-host.ts";
import { createContractCheck } from "./http/response/contract-check.ts";
import { allowOrigins } from "./http/response/cors.ts";
import { catchErrors, errorAnswers } from "./http/response/errors.ts";
import { compileSerializers } from "./http/response/serializers.ts";
import { createEventStreams } from "./http/sse/event-streams.ts";
import { serveFrontend } from "./http/static/frontend.ts";
import { createCursors } from "./pagination/cursors.ts";
import { createPages } from "./pagination/pages.ts";
import { compose } from "./runtime/compose.ts";
import { createSharedState } from "./shared-state.ts";

export interface AppDeps {
  readonly config: Config;
  /** Open and migrated. The caller closes it, after `close`. */
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  /** The channel of a worker to its primary; undefined if this process is the whole server. */
  readonly primary?: IpcChannel | undefined;
}

export interface App {
  readonly express: Express;
  /** Runs before `express`: rejects requests under overload. */
  readonly loadShedder: LoadShedder;
  /** Makes the readiness check fail and ends the event streams. */
  prepareToStop(): void;
  /** Flushes the buffers and stops all timers and threads. To be called when no request is in flight. */
  close(): Promise<void>;
}

/** Creates the modules, connects them to the dispatcher and adds the middleware of all requests. Opens no port. */
export async function createApp({ config, database, log, now, randomBytes, primary }: AppDeps): Promise<App> {
  const secret = config.jwtSecret ?? (await readOrCreateSecret(config.dataDir, randomBytes));
  const previousSecret = config.jwtSecretPrevious;
  const limiter = createConcurrencyLimiter();
  const shared = createSharedState({ config, database, log, now, randomBytes, primary });
  const account = createAccountModule({ ...shared, secret, previousSecret, database, now, randomBytes, limiter });
  const cursors = createCursors([
    cursorKey(secret),
    ...(previousSecret === undefined ? [] : [cursorKey(previousSecret)]),
  ]);
  const requestMetrics = createRequestMetrics({ database, now, log });
  const violations = createViolations({ database, now, log });
  const errorLog = createErrorLog({ database, now, log });
  const processMonitor = monitorProcess(now);
  const prometheusMetrics = createPrometheusMetrics(shared.aggregateMetrics);
  const allWorkers = primary && flushAllWorkers([requestMetrics, violations, errorLog], primary);
  const broker = createBroker({
    notifications: notificationQueries(database),
    signals: shared.signals,
    onError: (error) => log.warn(`Cannot read new notifications, trying again: ${databaseErrorMessage(error)}`),
  });
  const streams = createEventStreams({
    isExpired: account.isExpiredOrRevoked,
    onError: (error, response) =>
      log.error({ err: error, requestId: requestContextOf(response).requestId }, "event stream failed"),
  });
  const document = JSON.parse(await readFile(join(packageRoot, "generated", "openapi.json"), "utf8"));
  const serializers = compileSerializers(document);
  let isStopping = false;

  const handlers = createHandlers({
    database,
    cursors,
    pages: createPages(database, cursors),
    serializers,
    now,
    account,
    notifier: createNotifier({ database, signals: shared.signals, now }),
    broker,
    metrics: allWorkers ?? requestMetrics,
    violations: allWorkers ?? violations,
    isStopping: () => isStopping,
  });
  const { authenticate } = account;
  const rateLimit = limitByAddress(config.rateLimit, shared.addressCounter);
  const answerError = errorAnswers({
    log,
    hideErrors: config.hideErrors,
    isUnavailable,
    errorMessage: databaseErrorMessage,
  });
  const dispatch = await createDispatcher({
    document,
    routes,
    handlers,
    authenticate,
    rateLimit,
    limiter,
    serialize: serializers.serialize,
    checkAnswer: createContractCheck({
      findViolation: createViolationFinder(document),
      mode: config.contract,
      sample: config.contractSample,
      random: Math.random,
      log,
      record(violation) {
        violations.record(violation);
        prometheusMetrics.recordViolation(violation);
      },
    }),
    answerError,
    streams,
  });
  await account.start();

  function recordAnswer(answer: AnswerRecord): void {
    requestMetrics.record(answer);
    prometheusMetrics.record(answer);
  }

  const app = createExpress(config.trustProxy);
  app.use(
    compose([
      observe({
        log,
        record(answer, details) {
          recordAnswer(answer);
          errorLog.record(answer, details);
        },
      }),
      (_request, _response, next) => limiter.schedule(next),
      requireHost,
      allowOrigins(config.corsOrigin),
      await serveFrontend(join(packageRoot, "dist", "web")),
      await serveDocs(packageRoot),
      prometheusMetrics.handler,
      servePageData({
        database,
        metrics: allWorkers ?? requestMetrics,
        errorLog: allWorkers ?? errorLog,
        processMonitor,
        now,
        authenticate,
        rateLimit,
        answerError,
      }),
      dispatch,
    ]),
  );
  app.use(catchErrors(answerError));

  return {
    express: app,
    loadShedder: createLoadShedder({ limiter, routes, corsOrigin: config.corsOrigin, record: recordAnswer, log }),
    prepareToStop() {
      isStopping = true;
      streams.close();
    },
    async close() {
      await broker.close();
      await requestMetrics.close();
      await violations.close();
      await errorLog.close();
      processMonitor.close();
      await account.stop();
    },
  };
}

/** A separate key for cursors (HKDF, RFC 5869), so that their MACs are never valid for another purpose. */
function cursorKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "minifb cursor", 32));
}
