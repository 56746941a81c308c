import type { Mutant } from "../mutant.ts";
import { answerMutants } from "./answers.ts";
import { changeMutants } from "./changes.ts";
import { counterMutants } from "./counters.ts";
import { limitMutants } from "./limits.ts";
import { listMutants } from "./lists.ts";
import { notificationMutants } from "./notifications.ts";
import { ownerMutants } from "./owners.ts";
import { requestMutants } from "./requests.ts";
import { sessionMutants } from "./sessions.ts";
import { statusMutants } from "./statuses.ts";

export const mutants: readonly Mutant[] = [
  ...statusMutants,
  ...answerMutants,
  ...limitMutants,
  ...requestMutants,
  ...ownerMutants,
  ...sessionMutants,
  ...listMutants,
  ...changeMutants,
  ...counterMutants,
  ...notificationMutants,
];
