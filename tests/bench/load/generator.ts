import { fork } from "node:child_process";
import { builtModule } from "../paths.ts";
import type { FromLoad, Job, LoadResult } from "./job.ts";

/** A load process; it does one job at a time. */
export interface LoadGenerator {
  readonly pid: number | undefined;
  /** @param measuring is called when the warm-up is over */
  run(job: Job, measuring?: () => void): Promise<LoadResult>;
  stop(): void;
}

export function startLoadGenerator(): LoadGenerator {
  const child = fork(builtModule("tests/bench/load/process"), [], { execArgv: [] });
  return {
    pid: child.pid,
    run: (job, measuring) =>
      new Promise<LoadResult>((resolve, reject) => {
        const end = (finish: () => void) => {
          child.off("message", take);
          child.off("exit", gone);
          finish();
        };
        const gone = () => end(() => reject(new Error("The load process ended")));
        const take = (message: FromLoad) => {
          if (message.kind === "measuring") measuring?.();
          else if (message.kind === "done") end(() => resolve(message.result));
          else end(() => reject(new Error(message.message)));
        };
        child.on("message", take);
        child.once("exit", gone);
        child.send({ kind: "run", job });
      }),
    stop: () => {
      child.kill();
    },
  };
}
