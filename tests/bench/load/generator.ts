import { type ChildProcess, fork } from "node:child_process";
import { builtModule } from "../paths.ts";
import type { LoadJob, LoadMessage, LoadResult } from "./job.ts";

/** A child process that generates load, one job at a time. */
export interface LoadGenerator {
  readonly pid: number | undefined;
  /**
   * @param onMeasuring called at the end of the warm-up
   * @throws Error if the job failed; the next job starts a new process if this one has exited
   */
  run(job: LoadJob, onMeasuring?: () => void): Promise<LoadResult>;
  stop(): void;
}

export function startLoadGenerator(): LoadGenerator {
  const start = () => {
    const started = fork(builtModule("tests/bench/load/process"), [], { execArgv: [] });
    started.on("error", () => undefined);
    return started;
  };
  let child: ChildProcess = start();
  return {
    get pid() {
      return child.pid;
    },
    run(job, onMeasuring) {
      if (!child.connected) child = start();
      return runJob(child, job, onMeasuring);
    },
    stop: () => {
      child.kill();
    },
  };
}

function runJob(child: ChildProcess, job: LoadJob, onMeasuring: (() => void) | undefined): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void) => {
      child.off("message", onMessage);
      child.off("exit", onExit);
      finish();
    };
    const onExit = (code: number | null, signal: NodeJS.Signals | null) =>
      settle(() => reject(new Error(`The load process exited with ${signal ?? code}`)));
    const onMessage = (message: LoadMessage) => {
      if (message.kind === "measuring") onMeasuring?.();
      else if (message.kind === "done") settle(() => resolve(message.result));
      else settle(() => reject(new Error(message.message)));
    };
    child.on("message", onMessage);
    child.once("exit", onExit);
    child.send({ kind: "run", job });
  });
}
