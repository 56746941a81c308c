import type { Fault } from "./fault.ts";
import { backendsTerminated, listenerTerminated } from "./faults/backends-terminated.ts";
import { clockSteps } from "./faults/clock-steps.ts";
import { connectionsExhausted } from "./faults/connections-exhausted.ts";
import { diskFullFaults } from "./faults/disk-full.ts";
import { nodeKilled } from "./faults/node-killed.ts";
import { postgresFrozen } from "./faults/postgres-frozen.ts";
import { postgresFastRestart, postgresImmediateRestart, postmasterKilled } from "./faults/postgres-restarted.ts";
import { readOnly } from "./faults/read-only.ts";
import { serverKilled } from "./faults/server-killed.ts";
import { serverStopped } from "./faults/server-stopped.ts";
import { standbyMissing } from "./faults/standby-missing.ts";
import { tableLocked } from "./faults/table-locked.ts";
import { workerKilled } from "./faults/worker-killed.ts";

export const allFaults: readonly Fault[] = [
  serverKilled,
  workerKilled,
  serverStopped,
  nodeKilled,
  postgresFastRestart,
  postgresImmediateRestart,
  postmasterKilled,
  backendsTerminated,
  listenerTerminated,
  ...postgresFrozen,
  standbyMissing,
  tableLocked,
  connectionsExhausted,
  readOnly,
  ...diskFullFaults,
  clockSteps,
];
