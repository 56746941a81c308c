import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import express from "express";
import { pino } from "pino";
import {
  createPrometheusMetrics,
  type PrometheusMetrics,
} from "../../../../src/server/features/backoffice/prometheus.ts";
import { observe } from "../../../../src/server/http/logging/request-log.ts";

async function scrape({ handler }: PrometheusMetrics): Promise<{ type: string | null; lines: string[] }> {
  const log = pino({ level: "silent" });
  const server = createServer(express().use(observe({ log, record: () => {} }), handler));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const answer = await fetch(`http://127.0.0.1:${address.port}/metrics`);
    return { type: answer.headers.get("Content-Type"), lines: (await answer.text()).split("\n") };
  } finally {
    server.close();
  }
}

test("requests are counted by operation and status, and timed by operation, in Prometheus's text format", async () => {
  const metrics = createPrometheusMetrics();
  metrics.record({ operationId: "getPost", status: 200, milliseconds: 3 });
  metrics.record({ operationId: "getPost", status: 204, milliseconds: 700 });
  metrics.record({ operationId: "unmatched", status: 404, milliseconds: 0.2 });
  const { type, lines } = await scrape(metrics);
  assert.match(String(type), /^text\/plain; version=0\.0\.4/);
  for (const line of [
    'http_requests_total{operation="getPost",status="200"} 1',
    'http_requests_total{operation="getPost",status="204"} 1',
    'http_requests_total{operation="unmatched",status="404"} 1',
    'http_request_duration_seconds_bucket{le="0.005",operation="getPost"} 1',
    'http_request_duration_seconds_bucket{le="1",operation="getPost"} 2',
    'http_request_duration_seconds_count{operation="getPost"} 2',
    'http_request_duration_seconds_sum{operation="getPost"} 0.703',
  ]) {
    assert.ok(lines.includes(line), line);
  }
  metrics.record({ operationId: "getPost", status: 200, milliseconds: 3 });
  const later = await scrape(metrics);
  assert.ok(later.lines.includes('http_requests_total{operation="getPost",status="200"} 2'), "counted on");
  assert.ok(later.lines.includes('http_requests_total{operation="getPost",status="204"} 1'), "counted once");
  assert.ok(lines.some((line) => /^process_resident_memory_bytes [1-9]/.test(line)));
});

test("each instance has its own registry", async () => {
  const metrics = createPrometheusMetrics();
  metrics.record({ operationId: "getPost", status: 200, milliseconds: 3 });
  assert.ok(!(await scrape(createPrometheusMetrics())).lines.some((line) => line.startsWith("http_requests_total{")));
});

test("answers that broke the contract are counted by operation", async () => {
  const metrics = createPrometheusMetrics();
  metrics.recordViolation({ operationId: "getPost", rule: "body: body is missing" });
  metrics.recordViolation({ operationId: "getPost", rule: "headers: Location is missing" });
  const { lines } = await scrape(metrics);
  assert.ok(lines.includes('minifb_contract_violations_total{operation="getPost"} 2'));
});
