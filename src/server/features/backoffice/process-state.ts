import { hostname } from "node:os";
import process from "node:process";
import { setInterval } from "node:timers";
import type { ProcessSample, ProcessState } from "./page-types.ts";

const SAMPLE_EVERY = 10_000;
const SAMPLES = 360;
const LOOK_EVERY = 250;

/** Looks after this process, all the time and at little cost. */
export interface ProcessWatch {
  state(): ProcessState;
  close(): void;
}

/**
 * The event loop's delay is measured by how late a timer fires: Deno has `monitorEventLoopDelay`, but it sees nothing.
 */
export function watchProcess(now: () => Date): ProcessWatch {
  const samples: ProcessSample[] = [];
  let delay = 0;
  let looked = performance.now();
  let sampled = looked;
  let used = processorTime();

  function look(): void {
    const time = performance.now();
    delay = Math.max(delay, time - looked - LOOK_EVERY);
    looked = time;
    if (time - sampled >= SAMPLE_EVERY) sample(time);
  }

  function sample(time: number): void {
    const { rss, heapUsed } = process.memoryUsage();
    const usedNow = processorTime();
    const processor = Math.round(((usedNow - used) / (time - sampled)) * 1000) / 1000;
    const at = Math.round(now().getTime() / 1000);
    samples.push({ at, memory: rss, heap: heapUsed, delay: Math.round(delay * 10) / 10, processor });
    if (samples.length > SAMPLES) samples.shift();
    used = usedNow;
    sampled = time;
    delay = 0;
  }

  const timer = setInterval(look, LOOK_EVERY);
  timer.unref();

  return {
    state() {
      const runtime = process.versions.deno ? `Deno ${process.versions.deno}` : `Node ${process.versions.node}`;
      return { runtime, host: hostname(), pid: process.pid, uptime: process.uptime(), samples: [...samples] };
    },
    close: () => clearInterval(timer),
  };
}

/** In milliseconds, of all processors together. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
