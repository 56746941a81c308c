import type { Presented } from "../../http/response/presented.ts";

/** The counters of a post's or comment's reactions, columns of its row, one for each type. */
export interface ReactionCounters {
  readonly reactionCount1: number;
  readonly reactionCount2: number;
  readonly reactionCount3: number;
  readonly reactionCount4: number;
  readonly reactionCount5: number;
}

export const noReactions: ReactionCounters = {
  reactionCount1: 0,
  reactionCount2: 0,
  reactionCount3: 0,
  reactionCount4: 0,
  reactionCount5: 0,
};

/** SQL: the columns of `ReactionCounters` for a SELECT. */
export function reactionCountColumns(table: string): string {
  return types.map((type) => `${table}.reaction_count_${type} AS "reactionCount${type}"`).join(", ");
}

const types = [1, 2, 3, 4, 5];

/** SQL for Postgres: the change of one type's counter when a reaction changes from `oldType` (null for none) to `type`. */
const countChange = (counted: number, type: string, oldType: string) =>
  `(${type} = ${counted})::int - COALESCE((${oldType} = ${counted})::int, 0)`;

/** SQL for Postgres: the sum of the changes of a group of reactions, in a column `more_N` for each type N. */
export function sumReactionCountChanges(type: string, oldType: string): string {
  return types.map((counted) => `SUM(${countChange(counted, type, oldType)})::int AS more_${counted}`).join(", ");
}

/**
 * SQL for Postgres: assignments that add the columns of `sumReactionCountChanges` to the counters.
 * @param table holds the counters' current values; its row must be locked
 */
export function addReactionCountChanges(table: string): string {
  return types.map((type) => `reaction_count_${type} = ${table}.reaction_count_${type} + more_${type}`).join(", ");
}

const counters = ["reactionCount1", "reactionCount2", "reactionCount3", "reactionCount4", "reactionCount5"] as const;

/** The counter of a type of reaction, 1 to 5. */
export function reactionCounter(type: number): keyof ReactionCounters {
  const counter = counters[type - 1];
  if (counter === undefined) throw new Error(`There is no reaction of type ${type}`);
  return counter;
}

export function presentReactionCounts(row: ReactionCounters): Presented<"ReactionCounts"> {
  return {
    "1": row.reactionCount1,
    "2": row.reactionCount2,
    "3": row.reactionCount3,
    "4": row.reactionCount4,
    "5": row.reactionCount5,
  };
}
