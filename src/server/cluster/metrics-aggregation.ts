import { AggregatorRegistry, type Registry } from "prom-client";
import type { WorkerMetrics } from "./messages.ts";

/** All workers' figures in one. What was counted by workers that are gone stays in, since a counter must never fall. */
export interface MetricsAggregation {
  /** Takes what a worker counted since it was started, in place of what it had counted before. */
  keep(worker: number, figures: WorkerMetrics): void;
  /** To be told when a worker is gone: what it counted stays, what it had in use does not. */
  leave(worker: number): void;
  /** In Prometheus's text format. */
  text(): Promise<string>;
}

export function createMetricsAggregation(): MetricsAggregation {
  const kept = new Map<number, WorkerMetrics>();
  let gone: WorkerMetrics = [];
  let leaving = Promise.resolve();

  async function settle(figures: WorkerMetrics): Promise<void> {
    const both: WorkerMetrics = await sum([gone, figures]).getMetricsAsJSON();
    gone = both.filter((figure) => "type" in figure && /^(counter|histogram)$/.test(String(figure.type)));
  }

  return {
    keep: (worker, figures) => void kept.set(worker, figures),
    leave(worker) {
      const figures = kept.get(worker);
      kept.delete(worker);
      if (figures) leaving = leaving.then(() => settle(figures));
    },
    async text() {
      await leaving;
      return sum([...kept.values(), gone]).metrics();
    },
  };
}

function sum(figures: readonly WorkerMetrics[]): Registry {
  return AggregatorRegistry.aggregate([...figures]);
}
