import { AggregatorRegistry, type Registry } from "prom-client";
import type { IpcChannel } from "./ipc-channel.ts";
import type { WorkerMetrics } from "./messages.ts";

/**
 * The worker's part: sends its own metrics when the primary requests them.
 * @returns reads the metrics of all workers together, in Prometheus's text format
 */
export function aggregateMetrics(
  primary: IpcChannel,
): (readOwnMetrics: () => Promise<WorkerMetrics>) => () => Promise<string> {
  return (readOwnMetrics) => {
    primary.handle("workerMetrics", readOwnMetrics);
    return () => primary.request("aggregatedMetrics", null);
  };
}

/** The primary's part: adds up the metrics of all workers. Counts of ended workers stay, since a counter must never fall. */
export interface MetricsAggregation {
  /** Replaces a worker's metrics by what it has counted since its start. */
  update(worker: number, metrics: WorkerMetrics): void;
  /** To be called when a worker has ended: its counters and histograms stay, its gauges do not. */
  remove(worker: number): void;
  /** In Prometheus's text format. */
  text(): Promise<string>;
}

export function createMetricsAggregation(): MetricsAggregation {
  const current = new Map<number, WorkerMetrics>();
  let ended: WorkerMetrics = [];
  let pendingRemovals = Promise.resolve();

  async function addToEnded(metrics: WorkerMetrics): Promise<void> {
    const sums: WorkerMetrics = await sum([ended, metrics]).getMetricsAsJSON();
    ended = sums.filter((metric) => "type" in metric && /^(counter|histogram)$/.test(String(metric.type)));
  }

  return {
    update: (worker, metrics) => void current.set(worker, metrics),
    remove(worker) {
      const metrics = current.get(worker);
      current.delete(worker);
      if (metrics) pendingRemovals = pendingRemovals.then(() => addToEnded(metrics));
    },
    async text() {
      await pendingRemovals;
      return sum([...current.values(), ended]).metrics();
    },
  };
}

function sum(metrics: readonly WorkerMetrics[]): Registry {
  return AggregatorRegistry.aggregate([...metrics]);
}
