import type { ContractRule } from "../rule.ts";
import type { Spec } from "../spec.ts";
import { acceptedRules } from "./accepted.ts";
import { accountRules } from "./account.ts";
import { authenticationRules } from "./authentication.ts";
import { backofficeRules } from "./backoffice.ts";
import { commentRules } from "./comment.ts";
import { concurrencyRules } from "./concurrency.ts";
import { deletedRules } from "./deleted.ts";
import { emptyDatabaseRules } from "./empty-database.ts";
import { httpRules } from "./http.ts";
import { limitRules } from "./limits.ts";
import { modelRules } from "./model.ts";
import { notificationRules } from "./notification.ts";
import { pageDefaultRules } from "./page-default.ts";
import { pageRules } from "./pages.ts";
import { permissionRules } from "./permissions.ts";
import { postRules } from "./post.ts";
import { postListRules } from "./post-lists.ts";
import { reactionRules } from "./reaction.ts";
import { refusedRules } from "./refused.ts";
import { refusedBodyRules, requestRules } from "./requests.ts";
import { sessionRules } from "./session.ts";
import { streamRules } from "./stream.ts";
import { systemRules } from "./system.ts";
import { timelineRules } from "./timeline.ts";
import { transportRules } from "./transport.ts";

/** Every rule file, in the order of the reports. A new file needs its import and its line here, and nothing else. */
const ruleSets: readonly (readonly ContractRule[] | ((spec: Spec) => readonly ContractRule[]))[] = [
  emptyDatabaseRules,
  accountRules,
  sessionRules,
  authenticationRules,
  postRules,
  deletedRules,
  postListRules,
  timelineRules,
  commentRules,
  reactionRules,
  notificationRules,
  streamRules,
  pageRules,
  pageDefaultRules,
  acceptedRules,
  refusedRules,
  permissionRules,
  requestRules,
  refusedBodyRules,
  httpRules,
  transportRules,
  modelRules,
  concurrencyRules,
  backofficeRules,
  systemRules,
  limitRules,
];

/** Every rule of the suite for this spec. */
export function allRules(spec: Spec): readonly ContractRule[] {
  const rules = ruleSets.flatMap((rules) => (typeof rules === "function" ? rules(spec) : rules));
  const ids = rules.map(({ id }) => id);
  const duplicate = ids.find((id, index) => ids.indexOf(id) !== index);
  if (duplicate !== undefined) throw new Error(`Two rules have the id ${duplicate}`);
  return rules;
}

/** The rules whose id, or one of whose operations, matches the pattern; all rules without a pattern. */
export function selectRules(spec: Spec, only?: RegExp): readonly ContractRule[] {
  const rules = allRules(spec);
  return only === undefined
    ? rules
    : rules.filter(({ id, operations }) => [id, ...operations].some((name) => only.test(name)));
}
