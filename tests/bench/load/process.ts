import { runClosedLoop } from "./closed-loop.ts";
import type { FromLoad, ToLoad } from "./job.ts";
import { runOpenLoop } from "./open-loop.ts";

/*
 * The program of a load process. It ends with the process that started it.
 */
const tell = (message: FromLoad) => process.send?.(message);

process.on("message", ({ job }: ToLoad) => {
  const { rate } = job;
  const measuring = () => tell({ kind: "measuring" });
  const run = rate === undefined ? runClosedLoop(job, measuring) : runOpenLoop({ ...job, rate }, measuring);
  run.then(
    (result) => tell({ kind: "done", result }),
    (error: unknown) => tell({ kind: "failed", message: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
