import { join } from "node:path";
import type { Express } from "express";
import type { Logger } from "pino";
import { serveDocs } from "../docs/docs.ts";
import type { JsonObject } from "../openapi/json.ts";
import { observe } from "../server/http/logging/request-log.ts";
import { limitByAddress } from "../server/http/overload/rate-limit.ts";
import { createDispatcher } from "../server/http/pipeline/dispatcher.ts";
import { createExpress } from "../server/http/pipeline/express.ts";
import type { AnyRoute } from "../server/http/pipeline/operation.ts";
import { requireHost } from "../server/http/request/require-host.ts";
import { allowOrigins } from "../server/http/response/cors.ts";
import { errorAnswers } from "../server/http/response/errors.ts";
import { docsHeaders } from "../server/http/response/security-headers.ts";
import { createEventStreams } from "../server/http/sse/event-streams.ts";
import { serveFrontend } from "../server/http/static/frontend.ts";
import { resource, serveResources } from "../server/http/static/resources.ts";
import { adaptTo } from "./adapt.ts";
import { mockHandlers } from "./handlers.ts";
import { servedOperations } from "./served-operations.ts";
import { compileByReference } from "./validation.ts";

export interface MockAppOptions {
  /** The document as clients see it. */
  readonly written: JsonObject;
  /** The same document with references to other files resolved. */
  readonly document: JsonObject;
  readonly routes: readonly AnyRoute[];
  /** The folder of the package if the document is its own: then /docs and the frontend are served, too. */
  readonly root: string | undefined;
  readonly corsOrigin: "*" | readonly string[];
  readonly log: Logger;
  readonly now: () => Date;
}

/** An app that answers a document's operations from its examples. Created resources are kept in memory. */
export async function createMockServer(options: MockAppOptions): Promise<{ readonly express: Express; close(): void }> {
  const { root, corsOrigin, log, now } = options;
  const { document, routes, skipped } = servedOperations(options.document, options.routes);
  for (const reason of skipped) log.warn(`Not served: ${reason}`);
  if (routes.length === 0) throw new Error("The document has no operation that can be served");
  const { handlers, answers } = mockHandlers({ document, routes, log, now });
  const streams = createEventStreams({
    isExpired: () => false,
    onError: (fault) => log.error({ err: fault }, "fault"),
  });

  const express = createExpress(0);
  express.use(observe({ log, record: () => {} }));
  express.use(requireHost);
  express.use(allowOrigins(corsOrigin, headersOf(routes, answers)));
  if (root !== undefined) {
    express.use(await serveFrontend(join(root, "dist", "web")));
    express.use(await serveDocs(root));
  } else {
    const text = JSON.stringify(options.written);
    express.use(
      serveResources(new Map([["/openapi.json", resource({ type: "application/json", text, headers: docsHeaders })]])),
    );
  }
  express.use(
    await createDispatcher({
      document,
      routes,
      handlers,
      authenticate: () => ({ id: "mock", isAdmin: true, sessionId: "mock", expires: Number.MAX_SAFE_INTEGER }),
      rateLimit: limitByAddress("off"),
      answerError: errorAnswers({
        log,
        hideErrors: false,
        isUnavailable: () => false,
        errorMessage: (fault) => (fault instanceof Error ? fault.message : "Unknown fault"),
      }),
      streams,
      adapt: adaptTo(answers),
      ...(root === undefined ? { compile: compileByReference } : {}),
    }),
  );
  return { express, close: streams.close };
}

/** The headers that CORS must allow and expose: all that the document has. */
function headersOf(routes: readonly AnyRoute[], answers: ReturnType<typeof mockHandlers>["answers"]) {
  const parameters = routes.flatMap(({ parameters }) => parameters.filter((each) => each.in === "header"));
  const sent = routes.flatMap(({ operationId }) =>
    answers.statuses(operationId).flatMap((status) => Object.keys(answers.example(operationId, status)?.headers ?? {})),
  );
  return {
    allowed: parameters.map(({ name }) => name),
    exposed: ["Preference-Applied", ...sent],
  };
}
