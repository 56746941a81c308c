import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { Parameter } from "../../../generated/operations.ts";
import { listen, type Timeouts } from "../../../src/server/http/listener.ts";
import { type AnswerRecord, observe } from "../../../src/server/http/logging/request-log.ts";
import type { ConcurrencyLimiter } from "../../../src/server/http/overload/concurrency-limiter.ts";
import { createLoadShedder } from "../../../src/server/http/overload/load-shedder.ts";
import { limitByAddress } from "../../../src/server/http/overload/rate-limit.ts";
import type { AccessTokenClaims, Authenticate } from "../../../src/server/http/pipeline/authentication.ts";
import { createDispatcher } from "../../../src/server/http/pipeline/dispatcher.ts";
import { createExpress } from "../../../src/server/http/pipeline/express.ts";
import type { AnyRoute } from "../../../src/server/http/pipeline/operation.ts";
import { requireHost } from "../../../src/server/http/request/require-host.ts";
import { allowOrigins } from "../../../src/server/http/response/cors.ts";
import { errorAnswers } from "../../../src/server/http/response/errors.ts";
import {
  createEventStreams,
  type EventStreamOptions,
  type EventStreams,
} from "../../../src/server/http/sse/event-streams.ts";

/** One operation of a test's document: the parts that matter to the test; the rest is filled in. */
export interface Sketch {
  readonly operationId: string;
  readonly parameters?: readonly SketchParameter[];
  readonly requestBody?: { readonly required: boolean; readonly schema: object };
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly permission?: string;
  readonly statuses?: readonly number[];
}

export interface SketchParameter {
  readonly name: string;
  readonly in: Parameter["in"];
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema: {
    readonly type: string;
    readonly items?: { readonly type: string };
    readonly [rule: string]: unknown;
  };
}

/** The operations of a test's document, by method and path: `{ "GET /thing/{id}": { operationId: "getThing" } }`. */
export interface Sketches {
  readonly [methodAndPath: string]: Sketch;
}

export function sketchDocument(sketches: Sketches): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [line, { permission = "anyone", statuses = [200], requestBody, ...rest }] of Object.entries(sketches)) {
    const [method = "", path = ""] = line.split(" ");
    const operation = {
      ...rest,
      "x-permission": permission,
      ...(requestBody && {
        requestBody: {
          required: requestBody.required,
          content: { "application/json": { schema: requestBody.schema } },
        },
      }),
      responses: Object.fromEntries(statuses.map((status) => [status, { description: "An answer" }])),
    };
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  const securitySchemes = {
    accessToken: { type: "http", scheme: "bearer" },
    apiKey: { type: "apiKey", in: "header", name: "X-Key" },
  };
  return { openapi: "3.0.3", info: { title: "Sketch", version: "1" }, paths, components: { securitySchemes } };
}

export function sketchRoutes(sketches: Sketches): AnyRoute[] {
  return Object.entries(sketches).map(([line, sketch]) => {
    const [method = "", path = ""] = line.split(" ");
    const security = sketch.security ?? [];
    return {
      operationId: sketch.operationId,
      method,
      path,
      tag: "Sketch",
      parameters: (sketch.parameters ?? []).map((parameter) => {
        const style = parameter.style ?? (parameter.in === "path" || parameter.in === "header" ? "simple" : "form");
        return {
          name: parameter.name,
          in: parameter.in,
          required: parameter.required ?? false,
          style,
          explode: parameter.explode ?? style === "form",
          type: parameter.schema.type,
          ...(parameter.schema.items && { items: parameter.schema.items.type }),
        };
      }),
      body: sketch.requestBody && { required: sketch.requestBody.required, mediaTypes: ["application/json"] },
      security:
        security.length === 0
          ? "none"
          : security.some((requirement) => Object.keys(requirement).length === 0)
            ? "optional"
            : "required",
      extensions: { "x-permission": sketch.permission ?? "anyone" },
      answers: Object.fromEntries((sketch.statuses ?? [200]).map((status) => [status, ["application/json"]])),
    };
  });
}

export interface SketchApiOptions {
  readonly handlers?: object;
  readonly authenticate?: Authenticate;
  readonly corsOrigin?: "*" | readonly string[];
  readonly rateLimit?: number | "off";
  readonly limiter?: ConcurrencyLimiter;
  readonly hideErrors?: boolean;
  readonly trustProxy?: number;
  readonly timeouts?: Timeouts;
  readonly streams?: Partial<EventStreamOptions>;
  /** Wraps the list of routes and the handlers, to observe accesses to them. */
  readonly watch?: <T extends object>(target: T) => T;
}

export interface SketchApi {
  readonly port: number;
  readonly url: string;
  readonly streams: EventStreams;
  readonly log: readonly Record<string, unknown>[];
  readonly records: readonly AnswerRecord[];
}

/** Serves a small document in the way the application does, until the test ends. By default handlers echo their input. */
export async function startSketchApi(
  t: TestContext,
  sketches: Sketches,
  options: SketchApiOptions = {},
): Promise<SketchApi> {
  const lines: Record<string, unknown>[] = [];
  const records: AnswerRecord[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const watched = options.watch ?? ((target) => target);
  const routes = sketchRoutes(sketches);
  const echo = async (input: unknown, caller: unknown) => ({ status: 200, body: { input, caller } });
  const streams = createEventStreams({ isExpired: () => false, onError: () => {}, ...options.streams });
  const app = createExpress(options.trustProxy ?? 0);
  app.use(observe({ log, record: (record) => records.push(record) }));
  const { limiter } = options;
  if (limiter) app.use((_request, _response, next) => limiter.schedule(next));
  app.use(requireHost);
  app.use(allowOrigins(options.corsOrigin ?? []));
  app.use(
    await createDispatcher({
      document: sketchDocument(sketches),
      routes: watched(routes),
      handlers: watched({
        ...Object.fromEntries(routes.map(({ operationId }) => [operationId, echo])),
        ...options.handlers,
      }),
      authenticate: options.authenticate ?? ((token) => identities[token]),
      rateLimit: limitByAddress(options.rateLimit ?? "off"),
      ...(limiter && { limiter }),
      streams,
      answerError: errorAnswers({
        log,
        hideErrors: options.hideErrors ?? false,
        isUnavailable: (error) => error instanceof Error && error.message === "unavailable",
        errorMessage: (error) => (error instanceof Error ? error.message : "Unknown error"),
      }),
    }),
  );
  const listener = await listen(app, {
    host: "127.0.0.1",
    port: 0,
    ...(limiter && {
      loadShedder: createLoadShedder({
        limiter,
        routes,
        corsOrigin: options.corsOrigin ?? [],
        record: (record) => records.push(record),
        log,
      }),
    }),
    ...(options.timeouts && { timeouts: options.timeouts }),
  });
  t.after(() => listener.close());
  return { port: listener.port, url: `http://127.0.0.1:${listener.port}`, streams, log: lines, records };
}

/** Waits for a condition on the server, which may become true only after the client has its answer. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error("The condition was not true within 5 s");
    await sleep(5);
  }
}

export const identities: Readonly<Record<string, AccessTokenClaims>> = {
  member: { id: "ada", isAdmin: false, sessionId: "1", expires: 2e9 },
  admin: { id: "root", isAdmin: true, sessionId: "2", expires: 2e9 },
};
