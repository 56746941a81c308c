import { runClosedLoop } from "./closed-loop.ts";
import type { LoadCommand, LoadMessage } from "./job.ts";
import { runOpenLoop } from "./open-loop.ts";

/*
 * Entry of a load process. It exits when its parent disconnects.
 */
const send = (message: LoadMessage) => process.send?.(message);

process.on("message", ({ job }: LoadCommand) => {
  const { rate } = job;
  const onMeasuring = () => send({ kind: "measuring" });
  const run = rate === undefined ? runClosedLoop(job, onMeasuring) : runOpenLoop({ ...job, rate }, onMeasuring);
  run.then(
    (result) => send({ kind: "done", result }),
    (error: unknown) => send({ kind: "failed", message: String(error) }),
  );
});
process.on("disconnect", () => process.exit());
