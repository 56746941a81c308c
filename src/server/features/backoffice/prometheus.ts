import type { RequestHandler } from "express";
import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";
import type { AnswerRecord } from "../../http/logging/request-log.ts";
import { requestContextOf } from "../../http/request/request-context.ts";
import { writeAnswer } from "../../http/response/answer.ts";
import type { ReportedViolation } from "../../http/response/contract-check.ts";
import { methodNotAllowed } from "../../http/response/not-found.ts";
import { apiHeaders } from "../../http/response/security-headers.ts";

export interface PrometheusMetrics {
  record(answer: AnswerRecord): void;
  recordViolation(violation: ReportedViolation): void;
  /** Answers `/metrics` in Prometheus's text format, without authentication: a proxy should keep it private. */
  readonly handler: RequestHandler;
}

/** Takes a function that reads this process's metrics; returns one that reads those of all processes as text. */
export type AggregateMetrics = (readOwnMetrics: () => Promise<readonly object[]>) => () => Promise<string>;

/**
 * Metrics since the start. The number of series is bounded: one for each operation and status, and one histogram for each
 * operation; requests that match no operation count as `unmatched`.
 * @param aggregate for a server of several processes; by default `/metrics` has this process's metrics
 */
export function createPrometheusMetrics(aggregate?: AggregateMetrics): PrometheusMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const readText = aggregate ? aggregate(() => registry.getMetricsAsJSON()) : () => registry.metrics();
  /** Counts by operation and status since the last scrape: prom-client builds a string of the labels at each increment. */
  const uncollected = new Map<string, Map<number, number>>();
  new Counter({
    name: "http_requests_total",
    help: "Requests answered, by operation and status.",
    labelNames: ["operation", "status"],
    registers,
    collect() {
      for (const [operation, counts] of uncollected) {
        for (const [status, count] of counts) this.inc({ operation, status }, count);
      }
      uncollected.clear();
    },
  });
  const durations = new Histogram({
    name: "http_request_duration_seconds",
    help: "From a request's arrival to the end of its answer, by operation.",
    labelNames: ["operation"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const violations = new Counter({
    name: "minifb_contract_violations_total",
    help: "Checked answers that broke the contract, by operation.",
    labelNames: ["operation"],
    registers,
  });

  return {
    record({ operationId: operation, status, milliseconds }) {
      const counts = uncollected.get(operation) ?? new Map<number, number>();
      uncollected.set(operation, counts.set(status, (counts.get(status) ?? 0) + 1));
      durations.observe({ operation }, milliseconds / 1000);
    },
    recordViolation({ operationId: operation }) {
      violations.inc({ operation });
    },
    async handler(request, response, next) {
      const { headers: common, target } = requestContextOf(response);
      const { path } = target;
      if (path !== "/metrics") return next();
      if (request.method !== "GET" && request.method !== "HEAD") {
        return writeAnswer(request, response, methodNotAllowed(request.method, path, "GET, HEAD, OPTIONS"));
      }
      const text = await readText();
      const own = { "Content-Type": registry.contentType, "Content-Length": Buffer.byteLength(text) };
      response.writeHead(200, { ...apiHeaders, ...common, ...own }).end(text);
    },
  };
}
