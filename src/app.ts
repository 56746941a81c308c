import { hkdfSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Express } from "express";
import type { Logger } from "pino";
import { type Handlers, routes } from "../generated/operations.ts";
import type { RandomBytes } from "./account/random.ts";
import { openAccountRoom } from "./account/room.ts";
import { readOrMakeSecret } from "./account/secret-file.ts";
import { createFailures } from "./backoffice/failures.ts";
import { backofficeHandlers } from "./backoffice/handlers.ts";
import { createMetrics } from "./backoffice/metrics.ts";
import { servePageData } from "./backoffice/page-data.ts";
import { watchProcess } from "./backoffice/process-state.ts";
import { createFigures } from "./backoffice/recorder.ts";
import { createViolations } from "./backoffice/violations.ts";
import { shareFlush } from "./cluster/flush.ts";
import { addressCounter } from "./cluster/leases.ts";
import type { Link } from "./cluster/link.ts";
import { shareSignals } from "./cluster/news.ts";
import { commentHandlers } from "./comment/handlers.ts";
import { commentQueries } from "./comment/queries.ts";
import type { Config } from "./config.ts";
import { createContractCheck } from "./contract-check/contract-check.ts";
import { createViolationFinder } from "./contract-check/violation.ts";
import type { Database } from "./database/database.ts";
import { faultMessage, isUnavailable } from "./database/faults.ts";
import { createSignals } from "./database/listen.ts";
import { serveDocs } from "./docs/docs.ts";
import { createAdmission } from "./http/admission.ts";
import { allowOrigins } from "./http/cors.ts";
import { createDispatcher } from "./http/dispatch.ts";
import { createEventStreams } from "./http/event-stream.ts";
import { exchangeOf } from "./http/exchange.ts";
import { createExpress, inOrder } from "./http/express.ts";
import { catchFaults, faultAnswers } from "./http/faults.ts";
import { serveFrontend } from "./http/frontend.ts";
import { createGuard, type Guard } from "./http/guard.ts";
import { requireHost } from "./http/host.ts";
import { limitByAddress } from "./http/limits.ts";
import { createCursors } from "./http/page.ts";
import { type AnswerRecord, observe } from "./http/request-log.ts";
import { compileSerializers } from "./http/serializers.ts";
import { createFeed } from "./notification/feed.ts";
import { notificationHandlers } from "./notification/handlers.ts";
import { createNotifier } from "./notification/notifier.ts";
import { notificationQueries } from "./notification/queries.ts";
import { createPages } from "./pages/pages.ts";
import { postHandlers } from "./post/handlers.ts";
import { postQueries } from "./post/queries.ts";
import { reactionHandlers } from "./reaction/handlers.ts";
import { reactionQueries } from "./reaction/queries.ts";
import { root } from "./root.ts";
import { systemHandlers } from "./system/handlers.ts";
import { timelineHandlers } from "./timeline/handlers.ts";

export interface AppDeps {
  readonly config: Config;
  /** Open and migrated. Whoever opened it closes it, after `close`. */
  readonly database: Database;
  readonly log: Logger;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  /** Of a worker; without one this process is the whole server. */
  readonly primary?: Link | undefined;
}

export interface App {
  readonly express: Express;
  /** To be asked before it. */
  readonly guard: Guard;
  /** From now on the app says that it is not ready to whoever is still connected, and ends what would last. */
  prepareToStop(): void;
  /** Writes what is only in memory, and ends every timer and thread. To be called when no request is under way. */
  close(): Promise<void>;
}

/** Joins the rooms to the dispatcher and puts around it what every request needs. Opens no port. */
export async function createApp({ config, database, log, now, randomBytes, primary }: AppDeps): Promise<App> {
  const secret = config.jwtSecret ?? (await readOrMakeSecret(config.dataDir, randomBytes));
  const previousSecret = config.jwtSecretPrevious;
  const admission = createAdmission();
  const account = openAccountRoom({
    config,
    secret,
    previousSecret,
    database,
    log,
    now,
    randomBytes,
    primary,
    admission,
  });
  const cursors = createCursors([
    cursorKey(secret),
    ...(previousSecret === undefined ? [] : [cursorKey(previousSecret)]),
  ]);
  const figures = createFigures({ database, now, log });
  const violations = createViolations({ database, now, log });
  const failures = createFailures({ database, now, log });
  const watch = watchProcess(now);
  const metrics = createMetrics(primary);
  const together = primary && shareFlush([figures, violations, failures], primary);
  const ownSignals = createSignals({ database, url: config.databaseUrl, dataDir: config.dataDir, log });
  const signals = primary ? shareSignals(ownSignals, database.dialect, primary) : ownSignals;
  const notifier = createNotifier({ database, signals, now });
  const notifications = notificationQueries(database);
  const feed = createFeed({
    notifications,
    signals,
    onFault: (fault) => log.warn(`Cannot read new notifications, trying again: ${faultMessage(fault)}`),
  });
  const streams = createEventStreams({
    isOver: account.isOver,
    onFault: (fault, response) => log.error({ err: fault, requestId: exchangeOf(response).requestId }, "fault"),
  });
  const posts = postQueries(database);
  const pages = createPages(database, cursors);
  let isStopping = false;

  const handlers: Handlers = {
    ...account.handlers,
    ...postHandlers({ database, posts, cursors, pages, now, ...notifier }),
    ...timelineHandlers({ cursors, pages }),
    ...commentHandlers({ database, comments: commentQueries(database), cursors, pages, now, notifier }),
    ...reactionHandlers({ database, reactions: reactionQueries(database), cursors, now, notifier }),
    ...notificationHandlers({ database, notifications, cursors, pages, feed }),
    ...backofficeHandlers({ database, figures: together ?? figures, violations: together ?? violations, now }),
    ...systemHandlers({ database, isStopping: () => isStopping }),
  };
  const document = JSON.parse(await readFile(join(root, "generated", "openapi.json"), "utf8"));
  const { authenticate } = account;
  const limit = limitByAddress(config.rateLimit, primary && addressCounter(primary, config));
  const answerFault = faultAnswers({ log, hideErrors: config.hideErrors, isUnavailable, faultMessage });
  const dispatch = await createDispatcher({
    document,
    routes,
    handlers,
    authenticate,
    limit,
    admission,
    serialize: compileSerializers(document),
    checkAnswer: createContractCheck({
      findViolation: createViolationFinder(document),
      mode: config.contract,
      sample: config.contractSample,
      random: Math.random,
      log,
      record(violation) {
        violations.record(violation);
        metrics.recordViolation(violation);
      },
    }),
    answerFault,
    streams,
  });
  await account.start();

  function count(answer: AnswerRecord): void {
    figures.record(answer);
    metrics.record(answer);
  }

  const app = createExpress(config.trustProxy);
  app.use(
    inOrder([
      observe({
        log,
        record(answer, details) {
          count(answer);
          failures.record(answer, details);
        },
      }),
      (_request, _response, next) => admission.begin(next),
      requireHost,
      allowOrigins(config.corsOrigin),
      await serveFrontend(join(root, "dist", "web")),
      await serveDocs(root),
      metrics.handler,
      servePageData({
        database,
        figures: together ?? figures,
        failures: together ?? failures,
        watch,
        now,
        authenticate,
        limit,
        answerFault,
      }),
      dispatch,
    ]),
  );
  app.use(catchFaults(answerFault));

  return {
    express: app,
    guard: createGuard({ admission, routes, corsOrigin: config.corsOrigin, record: count, log }),
    prepareToStop() {
      isStopping = true;
      streams.close();
    },
    async close() {
      await feed.close();
      await figures.close();
      await violations.close();
      await failures.close();
      watch.close();
      await account.stop();
    },
  };
}

/** A key of its own for each purpose (HKDF, RFC 5869), so that what one MAC says can never pass for another's. */
function cursorKey(secret: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", secret, "", "minifb cursor", 32));
}
