import { Op } from "sequelize";
import type { Database, Statement } from "../../database/database.ts";
import { timestamp } from "../../database/timestamp.ts";
import { loggedErrorModel } from "./model.ts";

/** An answer of 500 or above. */
export interface LoggedError {
  /** Its own, which no other one has; a client may send the same request id twice. */
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

const KEPT = 1000;

const LATEST: Statement = {
  name: "latestFailures",
  text: `SELECT answered_at AS "answeredAt", operation, status, request_id AS "requestId", message
         FROM failures ORDER BY answered_at DESC LIMIT 100`,
};

const OLDEST_KEPT: Statement = {
  name: "oldestKeptFailure",
  text: `SELECT answered_at AS "answeredAt" FROM failures ORDER BY answered_at DESC LIMIT 1 OFFSET ${KEPT - 1}`,
};

/** The last hundred of all nodes, the newest first. */
export async function readLoggedErrors(database: Database): Promise<readonly LoggedErrorRow[]> {
  return database.read<LoggedErrorRow>(LATEST);
}

/** Writes failures, of which some may have been written before, and forgets all but the newest thousand. */
export async function writeLoggedErrors(database: Database, failures: readonly LoggedError[]): Promise<void> {
  const Failure = loggedErrorModel(database);
  await database.write(async (transaction) => {
    await Failure.bulkCreate([...failures], { transaction, ignoreDuplicates: true });
  });
  const [oldest] = await database.read<Pick<LoggedErrorRow, "answeredAt">>(OLDEST_KEPT);
  if (!oldest) return;
  const moment = new Date(timestamp(oldest.answeredAt));
  await database.write(async (transaction) => {
    await Failure.destroy({ where: { answeredAt: { [Op.lt]: moment } }, transaction });
  });
}
