import { type ChildProcess, fork } from "node:child_process";
import { builtModule } from "../paths.ts";
import type { FromLoad, Job, LoadResult } from "./job.ts";

/** A load process; it does one job at a time. */
export interface LoadGenerator {
  readonly pid: number | undefined;
  /**
   * @param measuring is called when the warm-up is over
   * @throws Error when no load could be made; the next job gets a new process if that one has ended
   */
  run(job: Job, measuring?: () => void): Promise<LoadResult>;
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
    run(job, measuring) {
      if (!child.connected) child = start();
      return runJob(child, job, measuring);
    },
    stop: () => {
      child.kill();
    },
  };
}

function runJob(child: ChildProcess, job: Job, measuring: (() => void) | undefined): Promise<LoadResult> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => {
      child.off("message", take);
      child.off("exit", gone);
      finish();
    };
    const gone = (code: number | null, signal: NodeJS.Signals | null) =>
      end(() => reject(new Error(`The load process ended with ${signal ?? code}`)));
    const take = (message: FromLoad) => {
      if (message.kind === "measuring") measuring?.();
      else if (message.kind === "done") end(() => resolve(message.result));
      else end(() => reject(new Error(message.message)));
    };
    child.on("message", take);
    child.once("exit", gone);
    child.send({ kind: "run", job });
  });
}
