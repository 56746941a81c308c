import { hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Express } from "express";
import type { Logger } from "pino";
import { type Handlers, routes } from "../../generated/operations.ts";
import { serveDocs } from "../docs/docs.ts";
import { createViolationFinder } from "../openapi/violation.ts";
import { packageRoot } from "../util/package-root.ts";
import type { RandomBytes } from "../util/random.ts";
import { flushAllWorkers } from "./cluster/flush.ts";
import type { IpcChannel } from "./cluster/ipc-channel.ts";
import { createAddressLeases } from "./cluster/leases.ts";
import { aggregateMetrics } from "./cluster/metrics-aggregation.ts";
import { createRemoteHasher } from "./cluster/password-hasher.ts";
import { createRemoteCounter } from "./cluster/rate-counter.ts";
import { relayRevocations } from "./cluster/revocations.ts";
import { relaySignals } from "./cluster/signal-relay.ts";
import type { Config } from "./config.ts";
import { createPasswordHasher, passwordHasherLimits } from "./crypto/password-hasher.ts";
import type { Database } from "./database/database.ts";
import { databaseErrorMessage, isUnavailable } from "./database/errors.ts";
import { createSignals } from "./database/signals/signals.ts";
import { createLoginFailureCounter, maxLoginFailures } from "./features/account/login-throttle.ts";
import { createAccountModule } from "./features/account/module.ts";
import { createRevocations } from "./features/account/revocations.ts";
import { readOrCreateSecret } from "./features/account/signing-secret.ts";
import { createErrorLog } from "./features/backoffice/error-log.ts";
import { backofficeHandlers } from "./features/backoffice/handlers.ts";
import { servePageData } from "./features/backoffice/page-data.ts";
import { monitorProcess } from "./features/backoffice/process-state.ts";
import { createPrometheusMetrics } from "./features/backoffice/prometheus.ts";
import { createRequestMetrics } from "./features/backoffice/request-metrics.ts";
import { createViolations } from "./features/backoffice/violations.ts";
import { commentHandlers } from "./features/comment/handlers.ts";
import { commentQueries } from "./features/comment/queries.ts";
import { createBroker } from "./features/notification/broker.ts";
import { notificationHandlers } from "./features/notification/handlers.ts";
import { createNotifier } from "./features/notification/notifier.ts";
import { notificationQueries } from "./features/notification/queries.ts";
import { postHandlers } from "./features/post/handlers.ts";
import { postQueries } from "./features/post/queries.ts";
import { reactionHandlers } from "./features/reaction/handlers.ts";
import { reactionQueries } from "./features/reaction/queries.ts";
import { systemHandlers } from "./features/system/handlers.ts";
import { timelineHandlers } from "./features/timeline/handlers.ts";
import { type AnswerRecord, observe } from "./http/logging/request-log.ts";
import { createConcurrencyLimiter } from "./http/overload/concurrency-limiter.ts";
import { createLoadShedder, type LoadShedder } from "./http/overload/load-shedder.ts";
import type { RateCounter } from "./http/overload/rate-counter.ts";
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
  readonly guard: LoadShedder;
  /** Makes the readiness check fail and ends the event streams. */
  prepareToStop(): void;
  /** Flushes the buffers and stops all timers and threads. To be called when no request is in flight. */
  close(): Promise<void>;
}

/** Creates the modules, connects them to the dispatcher and adds the middleware of all requests. Opens no port. */
export async function createApp({ config, database, log, now, randomBytes, primary }: AppDeps): Promise<App> {
  const secret = config.jwtSecret ?? (await readOrCreateSecret(config.dataDir, randomBytes));
  const previousSecret = config.jwtSecretPrevious;
  const admission = createConcurrencyLimiter();
  const iterations = config.pbkdf2Iterations;
  const ownRevocations = createRevocations({ database, log, now });
  const account = createAccountModule({
    secret,
    previousSecret,
    database,
    now,
    randomBytes,
    passwordHasher: primary
      ? createRemoteHasher(primary, iterations)
      : createPasswordHasher({ ...passwordHasherLimits, iterations, randomBytes }),
    revocations: primary ? relayRevocations(ownRevocations, primary) : ownRevocations,
    loginFailures: config.rateLimit === "off" ? undefined : loginFailureCounter(primary),
    admission,
  });
  const cursors = createCursors([
    cursorKey(secret),
    ...(previousSecret === undefined ? [] : [cursorKey(previousSecret)]),
  ]);
  const requestMetrics = createRequestMetrics({ database, now, log });
  const violations = createViolations({ database, now, log });
  const errorLog = createErrorLog({ database, now, log });
  const processMonitor = monitorProcess(now);
  const prometheusMetrics = createPrometheusMetrics(primary && aggregateMetrics(primary));
  const allWorkers = primary && flushAllWorkers([requestMetrics, violations, errorLog], primary);
  const ownSignals = createSignals({ database, url: config.databaseUrl, dataDir: config.dataDir, log });
  const signals = primary ? relaySignals(ownSignals, database.dialect, primary) : ownSignals;
  const notifier = createNotifier({ database, signals, now });
  const notifications = notificationQueries(database);
  const broker = createBroker({
    notifications,
    signals,
    onError: (error) => log.warn(`Cannot read new notifications, trying again: ${databaseErrorMessage(error)}`),
  });
  const streams = createEventStreams({
    isExpired: account.isOver,
    onError: (fault, response) => log.error({ err: fault, requestId: requestContextOf(response).requestId }, "fault"),
  });
  const document = JSON.parse(await readFile(join(packageRoot, "generated", "openapi.json"), "utf8"));
  const serializers = compileSerializers(document);
  const posts = postQueries(database);
  const pages = createPages(database, cursors);
  let isStopping = false;

  const handlers: Handlers = {
    ...account.handlers,
    ...postHandlers({ database, posts, cursors, pages, serializers, now, ...notifier }),
    ...timelineHandlers({ cursors, pages, serializers }),
    ...commentHandlers({ database, comments: commentQueries(database), cursors, pages, serializers, now, notifier }),
    ...reactionHandlers({ database, reactions: reactionQueries(database), cursors, now, notifier }),
    ...notificationHandlers({ database, notifications, cursors, pages, serializers, broker }),
    ...backofficeHandlers({
      database,
      metrics: allWorkers ?? requestMetrics,
      violations: allWorkers ?? violations,
      now,
    }),
    ...systemHandlers({ database, isStopping: () => isStopping }),
  };
  const { authenticate } = account;
  const limit = limitByAddress(config.rateLimit, primary && createAddressLeases(primary, config));
  const answerFault = errorAnswers({
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
    rateLimit: limit,
    limiter: admission,
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
    answerError: answerFault,
    streams,
  });
  await account.start();

  function count(answer: AnswerRecord): void {
    requestMetrics.record(answer);
    prometheusMetrics.record(answer);
  }

  const app = createExpress(config.trustProxy);
  app.use(
    compose([
      observe({
        log,
        record(answer, details) {
          count(answer);
          errorLog.record(answer, details);
        },
      }),
      (_request, _response, next) => admission.schedule(next),
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
        limit,
        answerFault,
      }),
      dispatch,
    ]),
  );
  app.use(catchErrors(answerFault));

  return {
    express: app,
    guard: createLoadShedder({ limiter: admission, routes, corsOrigin: config.corsOrigin, record: count, log }),
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

function loginFailureCounter(primary: IpcChannel | undefined): RateCounter {
  return primary ? createRemoteCounter(primary, "account", maxLoginFailures) : createLoginFailureCounter();
}

/** A separate key for cursors (HKDF, RFC 5869), so that their MACs are never valid for another purpose. */
function cursorKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "minifb cursor", 32));
}
