import type { Database } from "../server/database/database.ts";
import { timestamp } from "../server/database/timestamp.ts";
import type { Random } from "../util/seeded-random.ts";
import { demoLogin } from "./login.ts";
import { makePlan } from "./plan.ts";
import { writeActs } from "./write-acts.ts";
import { writeMembers } from "./write-members.ts";

const dayMs = 86_400_000;
const spanMs = 42 * dayMs;
const maxUnseenMs = 4 * dayMs;

export interface Amounts {
  readonly users: number;
  readonly posts: number;
  readonly comments: number;
  readonly reactions: number;
}

export interface FillOptions extends Amounts {
  readonly database: Database;
  readonly passwordHash: string;
  readonly now: Date;
  readonly random: Random;
  /** Called after each transaction with how much of the whole, 0..1, is done. */
  readonly progress: (part: number) => void;
}

export interface Filled extends Amounts {
  readonly notifications: number;
  /** Whom to log in as: the demo's own member where it is new, else the most active new one, if there is one. */
  readonly member: string | undefined;
}

/**
 * Adds made-up members and what they did in the past six weeks. Ids grow with time, so all of it comes after
 * whatever is there already.
 */
export async function fill(options: FillOptions): Promise<Filled> {
  const { database, users, posts, comments, reactions, passwordHash, now, random, progress } = options;
  const to = now.getTime();
  const from = Math.min(to, Math.max(to - spanMs, await lastMoment(database)));
  const whole = users + posts + comments + reactions;
  let done = 0;
  const add = (count: number) => {
    done += count;
    progress(Math.min(1, done / whole));
  };

  const members = await writeMembers({ database, count: users, passwordHash, before: from, random, progress: add });
  const plan = makePlan({ members, posts, comments, reactions, from, to, random });
  const lastSeen = members.map(() => to - random() * maxUnseenMs);
  const notifications = await writeActs({ database, members, plan, random, lastSeen, progress: add });
  progress(1);

  const count = (...kinds: string[]) => plan.acts.filter((act) => kinds.includes(act.kind)).length;
  const [mostActive] = [...members].sort((a, b) => b.activity - a.activity);
  return {
    users: members.length,
    posts: count("post"),
    comments: count("comment"),
    reactions: count("postReaction", "commentReaction"),
    notifications,
    member: members.find(({ id }) => id === demoLogin.id)?.id ?? mostActive?.id,
  };
}

/** When the last thing of any kind was made, in milliseconds since 1970; 0 when there is none. */
async function lastMoment({ read }: Database): Promise<number> {
  const tables = ["posts", "comments", "post_reactions", "comment_reactions", "notifications"];
  const newest = tables.map(async (table) => {
    const statement = { name: `newest_${table}`, text: `SELECT created_at FROM ${table} ORDER BY id DESC LIMIT 1` };
    const [row] = await read<{ created_at: Date | string }>(statement);
    return row ? Date.parse(timestamp(row.created_at)) : 0;
  });
  return Math.max(...(await Promise.all(newest)));
}
