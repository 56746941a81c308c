import { Op } from "sequelize";
import type { Database, Statement } from "../../database/database.ts";
import { timestamp } from "../../database/timestamp.ts";
import { errorLogModel } from "./model.ts";

/** An answer of 500 or above. */
export interface LoggedError {
  /** Unique, unlike the request id, which a client can send twice. */
  readonly id: string;
  readonly answeredAt: Date;
  readonly operation: string;
  readonly status: number;
  readonly requestId: string;
  readonly message: string;
}

export interface LoggedErrorRow extends Omit<LoggedError, "id" | "answeredAt"> {
  readonly answeredAt: Date | string;
}

const maxStoredErrors = 1000;

const latestErrors: Statement = {
  name: "latestFailures",
  text: `SELECT answered_at AS "answeredAt", operation, status, request_id AS "requestId", message
         FROM failures ORDER BY answered_at DESC LIMIT 100`,
};

const oldestStoredError: Statement = {
  name: "oldestKeptFailure",
  text: `SELECT answered_at AS "answeredAt" FROM failures ORDER BY answered_at DESC LIMIT 1 OFFSET ${maxStoredErrors - 1}`,
};

/** The latest hundred of all nodes, newest first. */
export async function readLoggedErrors(database: Database): Promise<readonly LoggedErrorRow[]> {
  return database.read<LoggedErrorRow>(latestErrors);
}

/** Inserts errors, ignoring ids that are already stored, then deletes all but the newest thousand. */
export async function writeLoggedErrors(database: Database, errors: readonly LoggedError[]): Promise<void> {
  const ErrorLog = errorLogModel(database);
  await database.write(async (transaction) => {
    await ErrorLog.bulkCreate([...errors], { transaction, ignoreDuplicates: true });
  });
  const [oldest] = await database.read<Pick<LoggedErrorRow, "answeredAt">>(oldestStoredError);
  if (!oldest) return;
  const oldestTime = new Date(timestamp(oldest.answeredAt));
  await database.write(async (transaction) => {
    await ErrorLog.destroy({ where: { answeredAt: { [Op.lt]: oldestTime } }, transaction });
  });
}
