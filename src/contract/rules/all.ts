import type { Rule } from "../rule.ts";
import type { Spec } from "../spec.ts";
import { accountRules } from "./account.ts";
import { commentRules } from "./comment.ts";
import { notificationRules } from "./notification.ts";
import { postRules } from "./post.ts";
import { postListRules } from "./post-lists.ts";
import { reactionRules } from "./reaction.ts";
import { sessionRules } from "./session.ts";
import { systemRules } from "./system.ts";
import { timelineRules } from "./timeline.ts";

const rooms: readonly (readonly Rule[] | ((spec: Spec) => readonly Rule[]))[] = [
  accountRules,
  sessionRules,
  postRules,
  postListRules,
  timelineRules,
  commentRules,
  reactionRules,
  notificationRules,
  systemRules,
];

/** Every rule of the suite for this spec. */
export function allRules(spec: Spec): readonly Rule[] {
  const rules = rooms.flatMap((room) => (typeof room === "function" ? room(spec) : room));
  const ids = rules.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`There are two rules ${twice}`);
  return rules;
}
