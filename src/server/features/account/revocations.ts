import type { Logger } from "pino";
import type { Database } from "../../database/database.ts";
import { databaseErrorMessage } from "../../database/errors.ts";
import { timestamp } from "../../database/timestamp.ts";
import { accessTokenSeconds } from "./access-tokens.ts";

/**
 * The revoked sessions whose access tokens may not have expired yet, in memory, so that authentication needs no query. A
 * revocation by this process takes effect at once, one by another process within about a second.
 */
export interface Revocations {
  has(sessionId: string): boolean;
  /**
   * To be called after the transaction that revoked them has committed; resolves when all processes of this server refuse
   * their tokens, except processes that do not respond.
   */
  add(sessionIds: readonly string[], revokedAt: Date): Promise<void>;
  /** Loads the revoked sessions, then polls for new ones each second. Rejects when the first query fails. */
  start(): Promise<void>;
  /** Resolves when no query is pending. */
  stop(): Promise<void>;
}

export interface RevocationDeps {
  readonly database: Pick<Database, "read">;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
}

const pollIntervalMs = 1000;

/**
 * Each poll reads again what was revoked this long before the previous poll, for transactions that committed late and for
 * nodes whose clocks differ by up to a minute.
 */
const overlapMs = 60_000;

const retentionMs = accessTokenSeconds * 1000 + overlapMs;

const revokedSince = {
  name: "session_revoked_since",
  text: `SELECT id, revoked_at AS "revokedAt" FROM sessions WHERE revoked_at > $1 ORDER BY revoked_at`,
};

export function createRevocations({ database, log, now }: RevocationDeps): Revocations {
  /** Session id to revocation time in milliseconds since 1970. Ordered by time, except for clock differences. */
  const revoked = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let pendingPoll: Promise<void> = Promise.resolve();
  let polledAt: number | undefined;
  let stopped = false;
  let failing = false;

  async function poll(): Promise<void> {
    const time = now().getTime();
    const since = polledAt === undefined ? time - retentionMs : Math.min(time, polledAt) - overlapMs;
    const rows = await database.read<{ id: string; revokedAt: Date | string }>(revokedSince, [new Date(since)]);
    polledAt = time;
    for (const { id, revokedAt } of rows) revoked.set(id, Date.parse(timestamp(revokedAt)));
    deleteBefore(time - retentionMs);
  }

  function deleteBefore(limit: number): void {
    for (const [id, revokedAt] of revoked) {
      if (revokedAt > limit) return;
      revoked.delete(id);
    }
  }

  async function pollAgain(): Promise<void> {
    try {
      await poll();
      if (failing) log.info("Ended sessions are read again");
      failing = false;
    } catch (error) {
      if (!failing)
        log.warn(`Cannot read which sessions were ended, trying again each second: ${databaseErrorMessage(error)}`);
      failing = true;
    }
    schedule();
  }

  function schedule(): void {
    if (stopped) return;
    timer = setTimeout(() => {
      pendingPoll = pollAgain();
    }, pollIntervalMs).unref();
  }

  return {
    has: (sessionId) => revoked.has(sessionId),
    async add(sessionIds, revokedAt) {
      for (const id of sessionIds) revoked.set(id, revokedAt.getTime());
    },
    async start() {
      await poll();
      schedule();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await pendingPoll;
    },
  };
}
