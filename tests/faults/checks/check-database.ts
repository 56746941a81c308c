import { pino } from "pino";
import { connect } from "../../../src/server/database/connect.ts";
import { recount } from "../../../src/server/database/counters/recount.ts";
import type { Database } from "../../../src/server/database/database.ts";
import type { Ledger, WriteEntry } from "../load/ledger.ts";

export interface DatabaseResult {
  /** Acknowledged writes that are missing or have other content. */
  readonly lost: number;
  /** Contents that are in more than one row. */
  readonly duplicated: number;
  /** Rows of writes whose last response said that nothing was written. */
  readonly refusedButWritten: number;
  /** Acknowledged deletions that do not hold. */
  readonly undeleted: number;
  readonly wrongCounters: number;
  /** Writes with an unknown outcome, and how many of them are in the database. */
  readonly unknown: number;
  readonly unknownWritten: number;
  /** Written although the connection was lost before the response. */
  readonly resetButWritten: number;
}

export interface DatabaseLocation {
  readonly dataDir: string;
  readonly url?: string;
}

interface Row {
  readonly id: number;
  readonly content: string;
  readonly isDeleted: boolean | number;
}

const hourMs = 60 * 60 * 1000;

/** Compares the ledger with the database, and each counter with what counting gives. */
export async function checkDatabase(ledger: Ledger, location: DatabaseLocation): Promise<DatabaseResult> {
  const database = await connect({ ...location, log: pino({ level: "silent" }) });
  try {
    const rows = {
      posts: await rowsByContent(database, "posts", "deleted_at IS NOT NULL"),
      comments: await rowsByContent(database, "comments", "FALSE"),
    };
    const writes = checkWrites(ledger.writes, rows);
    const reactions = await checkReactions(ledger, database);
    let wrongCounters = 0;
    await recount(database, { fix: false, since: new Date(Date.now() - hourMs), onDifference: () => wrongCounters++ });
    return {
      ...writes,
      lost: writes.lost + reactions.lost,
      duplicated: writes.duplicated + reactions.duplicated,
      wrongCounters,
    };
  } finally {
    await database.close();
  }
}

type Rows = Readonly<Record<WriteEntry["table"], ReadonlyMap<string, readonly Row[]>>>;

function checkWrites(writes: readonly WriteEntry[], rows: Rows): Omit<DatabaseResult, "wrongCounters"> {
  const result = {
    lost: 0,
    duplicated: 0,
    refusedButWritten: 0,
    undeleted: 0,
    unknown: 0,
    unknownWritten: 0,
    resetButWritten: 0,
  };
  for (const entry of writes) {
    const found = rows[entry.table].get(entry.content) ?? [];
    const exists = found.length > 0;
    if (found.length > 1) result.duplicated++;
    if (entry.state === "refused" && exists) result.refusedButWritten++;
    if (entry.state === "unknown") {
      result.unknown++;
      if (exists) result.unknownWritten++;
      if (exists && entry.cause !== "500" && entry.cause !== "504") result.resetButWritten++;
    }
    if (entry.state !== "acknowledged") continue;
    const stored = found.find(({ id }) => id === entry.id);
    if (entry.deletion === "acknowledged") {
      if (stored && !stored.isDeleted) result.undeleted++;
    } else if (!stored && !(entry.deletion === "unknown" && entry.table === "comments")) {
      // A refused deletion of a comment can be a 404, because an earlier attempt deleted it only if its outcome was unknown.
      result.lost++;
    } else if (stored?.isDeleted && entry.deletion === undefined) result.lost++;
  }
  return result;
}

async function rowsByContent(database: Database, table: WriteEntry["table"], isDeleted: string) {
  const text = `SELECT id, content, ${isDeleted} AS "isDeleted" FROM ${table} WHERE content LIKE 'fault-%'`;
  const byContent = new Map<string, Row[]>();
  for (const row of await database.scan<Row>({ name: `faults_${table}`, text })) {
    byContent.set(row.content, [...(byContent.get(row.content) ?? []), row]);
  }
  return byContent;
}

async function checkReactions({ reactions }: Ledger, database: Database) {
  const text = `SELECT post_id AS "postId", user_id AS "userId", type FROM post_reactions`;
  const rows = await database.scan<{ postId: number; userId: string; type: number }>({
    name: "faults_reactions",
    text,
  });
  const counts = new Map<string, number>();
  for (const { postId, userId, type } of rows) {
    const key = `${postId} ${userId} ${type}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  let [lost, duplicated] = [0, 0];
  for (const { postId, userId, type, state } of reactions) {
    const count = counts.get(`${postId} ${userId} ${type}`) ?? 0;
    if (state === "acknowledged" && count === 0) lost++;
    if (count > 1) duplicated++;
  }
  return { lost, duplicated };
}
