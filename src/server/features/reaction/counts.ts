import type { Presented } from "../../http/response/presented.ts";

/** The counters that a post and a comment keep in their own row, one for each type of reaction. */
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

/** The counters' columns of a table, named as `ReactionCounters` names them. */
export function reactionCountColumns(table: string): string {
  return types.map((type) => `${table}.reaction_count_${type} AS "reactionCount${type}"`).join(", ");
}

const types = [1, 2, 3, 4, 5];

/** By how much, in Postgres, one reaction changes a type's counter that is of an old type, or of none, which is null. */
const change = (each: number, type: string, oldType: string) =>
  `(${type} = ${each})::int - COALESCE((${oldType} = ${each})::int, 0)`;

/**
 * Assignments, for Postgres, that add one reaction of a type to the counters and take one of an old type, which may be null,
 * off them.
 * @param table whose counters they start from: those of a row that is locked
 */
export function reactionCountChanges(table: string, type: string, oldType: string): string {
  return types
    .map((each) => `reaction_count_${each} = ${table}.reaction_count_${each} + ${change(each, type, oldType)}`)
    .join(", ");
}

/** The same for several reactions, by the columns of `reactionCountSums`. */
export function addReactionCountSums(table: string): string {
  return types.map((each) => `reaction_count_${each} = ${table}.reaction_count_${each} + more_${each}`).join(", ");
}

/** By how much the reactions of a group change each of the counters. */
export function reactionCountSums(type: string, oldType: string): string {
  return types.map((each) => `SUM(${change(each, type, oldType)})::int AS more_${each}`).join(", ");
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
