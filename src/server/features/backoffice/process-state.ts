import { hostname } from "node:os";
import process from "node:process";
import { setInterval } from "node:timers";
import type { ProcessSample, ProcessState } from "./page-types.ts";

const sampleIntervalMs = 10_000;
const maxSamples = 360;
const tickMs = 250;

/** Samples this process's memory, CPU time and event loop delay. */
export interface ProcessMonitor {
  state(): ProcessState;
  close(): void;
}

/**
 * Measures the event loop's delay by how late a timer fires: Deno's `monitorEventLoopDelay` does not detect it.
 */
export function monitorProcess(now: () => Date): ProcessMonitor {
  const samples: ProcessSample[] = [];
  let delay = 0;
  let tickedAt = performance.now();
  let sampledAt = tickedAt;
  let cpuTime = readCpuTime();

  function tick(): void {
    const time = performance.now();
    delay = Math.max(delay, time - tickedAt - tickMs);
    tickedAt = time;
    if (time - sampledAt >= sampleIntervalMs) sample(time);
  }

  function sample(time: number): void {
    const { rss, heapUsed } = process.memoryUsage();
    const currentCpuTime = readCpuTime();
    const processor = Math.round(((currentCpuTime - cpuTime) / (time - sampledAt)) * 1000) / 1000;
    const at = Math.round(now().getTime() / 1000);
    samples.push({ at, memory: rss, heap: heapUsed, delay: Math.round(delay * 10) / 10, processor });
    if (samples.length > maxSamples) samples.shift();
    cpuTime = currentCpuTime;
    sampledAt = time;
    delay = 0;
  }

  const timer = setInterval(tick, tickMs);
  timer.unref();

  return {
    state() {
      const runtime = process.versions.deno ? `Deno ${process.versions.deno}` : `Node ${process.versions.node}`;
      return { runtime, host: hostname(), pid: process.pid, uptime: process.uptime(), samples: [...samples] };
    },
    close: () => clearInterval(timer),
  };
}

/** In milliseconds, of all CPUs together. */
function readCpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
