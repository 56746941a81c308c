import { Op } from "sequelize";
import type { Database, Statement } from "../../database/database.ts";
import { contractViolationModel } from "./model.ts";

/** How often answers of one operation broke one rule. */
export interface ViolationCount {
  readonly operation: string;
  readonly rule: string;
  readonly count: number;
}

export interface ViolationBatch {
  /** Unique. */
  readonly name: string;
  readonly countedAt: Date;
  readonly counts: readonly ViolationCount[];
}

const dayMs = 24 * 60 * 60_000;

const violationsStatement: Statement = {
  name: "contractViolations",
  text: `SELECT operation, rule, CAST(SUM(count) AS bigint) AS count
         FROM contract_violations WHERE counted_at > $1
         GROUP BY operation, rule ORDER BY 3 DESC, 1, 2 LIMIT 1000`,
};

/** The counts of all nodes of the last 24 hours, most frequent first. */
export async function readViolations(database: Database, now: Date): Promise<readonly ViolationCount[]> {
  return database.scan<ViolationCount>(violationsStatement, [new Date(now.getTime() - dayMs)]);
}

/** Idempotent: a batch that is already stored is ignored. */
export async function writeViolations(database: Database, batch: ViolationBatch): Promise<void> {
  const rows = batch.counts.map((count) => ({ ...count, batch: batch.name, countedAt: batch.countedAt }));
  await database.write(async (transaction) => {
    await contractViolationModel(database).bulkCreate(rows, { transaction, ignoreDuplicates: true });
  });
}

export async function deleteViolationsBefore(database: Database, time: Date): Promise<void> {
  await database.write(async (transaction) => {
    await contractViolationModel(database).destroy({ where: { countedAt: { [Op.lt]: time } }, transaction });
  });
}
