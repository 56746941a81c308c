import { DataTypes } from "sequelize";

/** A primary key that the database generates. It is read as a number: ids stay below 2^53. */
export function serialKey() {
  return { type: DataTypes.BIGINT, primaryKey: true, autoIncrement: true };
}

export function reference() {
  return { type: DataTypes.BIGINT, allowNull: false };
}

export function userReference() {
  return { type: DataTypes.STRING(50), allowNull: false };
}

export function timestampColumn() {
  return { type: DataTypes.DATE(3), allowNull: false };
}

export function flag() {
  return { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: false };
}

export function counter(field: string) {
  return { type: DataTypes.INTEGER, allowNull: false, defaultValue: 0, field };
}

/** The type of a reaction, 1 to 5. */
export function reactionType() {
  return { type: DataTypes.SMALLINT, allowNull: false };
}

/** One counter for each type of reaction. The columns are named, because Sequelize would name them `reaction_count1`. */
export function reactionCounters() {
  return {
    reactionCount1: counter("reaction_count_1"),
    reactionCount2: counter("reaction_count_2"),
    reactionCount3: counter("reaction_count_3"),
    reactionCount4: counter("reaction_count_4"),
    reactionCount5: counter("reaction_count_5"),
  };
}

/**
 * What a write has to store: each property of a request body and what the server adds. An object that `satisfies` it does not
 * compile while it lacks a property, so a property that is added to the body cannot be forgotten.
 */
export type ColumnsFor<Body, Added extends string = never> = Readonly<Record<keyof Body | Added, unknown>>;
