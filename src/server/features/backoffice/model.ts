import { DataTypes, type InferAttributes, type InferCreationAttributes, type Model } from "sequelize";
import { timestampColumn } from "../../database/columns.ts";
import { modelOf } from "../../database/define-model.ts";

/** The requests that one node answered in one minute, by operation, status and latency bucket. Table `request_figures`. */
export interface RequestMetric extends Model<InferAttributes<RequestMetric>, InferCreationAttributes<RequestMetric>> {
  minute: Date;
  node: string;
  operation: string;
  status: number;
  bucket: number;
  count: number;
}

/** How often answers of one operation broke one rule of the contract, in one flush of one node. */
export interface ContractViolation
  extends Model<InferAttributes<ContractViolation>, InferCreationAttributes<ContractViolation>> {
  batch: string;
  operation: string;
  rule: string;
  countedAt: Date;
  count: number;
}

/** An answer of 500 or above. Table `failures`. */
export interface ErrorLogEntry extends Model<InferAttributes<ErrorLogEntry>, InferCreationAttributes<ErrorLogEntry>> {
  id: string;
  answeredAt: Date;
  operation: string;
  status: number;
  requestId: string;
  message: string;
}

export const requestMetricModel = modelOf((sequelize) =>
  sequelize.define<RequestMetric>(
    "RequestMetric",
    {
      minute: { ...timestampColumn(), primaryKey: true },
      node: { type: DataTypes.STRING(100), primaryKey: true },
      operation: { type: DataTypes.STRING(100), primaryKey: true },
      status: { type: DataTypes.SMALLINT, primaryKey: true },
      bucket: { type: DataTypes.SMALLINT, primaryKey: true },
      count: { type: DataTypes.INTEGER, allowNull: false },
    },
    { tableName: "request_figures" },
  ),
);

export const contractViolationModel = modelOf((sequelize) =>
  sequelize.define<ContractViolation>(
    "ContractViolation",
    {
      batch: { type: DataTypes.STRING(100), primaryKey: true },
      operation: { type: DataTypes.STRING(100), primaryKey: true },
      rule: { type: DataTypes.STRING(400), primaryKey: true },
      countedAt: timestampColumn(),
      count: { type: DataTypes.INTEGER, allowNull: false },
    },
    { tableName: "contract_violations" },
  ),
);

export const errorLogModel = modelOf((sequelize) =>
  sequelize.define<ErrorLogEntry>(
    "ErrorLogEntry",
    {
      id: { type: DataTypes.STRING(36), primaryKey: true },
      answeredAt: timestampColumn(),
      operation: { type: DataTypes.STRING(100), allowNull: false },
      status: { type: DataTypes.SMALLINT, allowNull: false },
      requestId: { type: DataTypes.STRING(128), allowNull: false },
      message: { type: DataTypes.STRING(400), allowNull: false },
    },
    { tableName: "failures" },
  ),
);
