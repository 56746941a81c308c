import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model } from "sequelize";
import { modelOf } from "../../src/server/database/define-model.ts";

/** A shard of a running total; only the sum of all shards is meaningful. Table `tallies`. */
export interface CounterShard extends Model<InferAttributes<CounterShard>, InferCreationAttributes<CounterShard>> {
  name: string;
  shard: number;
  /** Negative in a shard that had more subtracted than added. */
  count: number;
}

export const counterShardModel = modelOf((sequelize) =>
  sequelize.define<CounterShard>(
    "CounterShard",
    {
      name: { type: DataTypes.STRING(100), primaryKey: true },
      shard: { type: DataTypes.SMALLINT, primaryKey: true },
      count: { type: DataTypes.BIGINT, allowNull: false },
    },
    { tableName: "tallies" },
  ),
);
