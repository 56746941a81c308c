import type { RequestHandler } from "express";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { ViolationRecord } from "../contract-check/contract-check.ts";
import type { AnswerRecord } from "../http/request-log.ts";

/** Something that is read when Prometheus asks, such as the length of a queue. */
export interface Reading {
  /** With its unit and our prefix, for example `minifb_hash_queue_length`. */
  readonly name: string;
  readonly help: string;
  readonly read: () => number;
}

export interface Metrics {
  record(answer: AnswerRecord): void;
  recordViolation(violation: ViolationRecord): void;
  /** Answers in Prometheus's text format. Whoever may reach it reads all: a proxy should keep it private. */
  readonly handler: RequestHandler;
}

/**
 * This process's own figures since its start, in a registry of their own. The number of series is bounded: one for each
 * operation and status, and one histogram for each operation; what no operation matched is `unmatched`.
 */
export function createMetrics(readings: readonly Reading[] = []): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: "http_requests_total",
    help: "Requests answered, by operation and status.",
    labelNames: ["operation", "status"],
    registers,
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
    help: "Answers that broke the contract, of those that were looked at, by operation.",
    labelNames: ["operation"],
    registers,
  });
  for (const { name, help, read } of readings) {
    const gauge: Gauge = new Gauge({ name, help, registers, collect: () => gauge.set(read()) });
  }

  return {
    record({ operationId: operation, status, milliseconds }) {
      requests.inc({ operation, status });
      durations.observe({ operation }, milliseconds / 1000);
    },
    recordViolation({ operationId: operation }) {
      violations.inc({ operation });
    },
    async handler(_request, response) {
      const text = await registry.metrics();
      response.setHeader("Content-Type", registry.contentType);
      response.setHeader("Cache-Control", "no-store");
      response.end(text);
    },
  };
}
