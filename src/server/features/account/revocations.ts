import type { Logger } from "pino";
import type { Database } from "../../database/database.ts";
import { databaseErrorMessage } from "../../database/errors.ts";
import { timestamp } from "../../database/timestamp.ts";
import { accessTokenSeconds } from "./access-token-lifetime.ts";

/**
 * The sessions that were ended while an access token of theirs may still be good, held in memory so that a request is
 * authenticated without a query. What this process ends counts at once; what another ends, within about a second.
 */
export interface Revocations {
  has(sessionId: string): boolean;
  /**
   * To be told as soon as the transaction that ended them has committed; resolves when every process of this
   * server that still answers refuses their tokens.
   */
  add(sessionIds: readonly string[], revokedAt: Date): Promise<void>;
  /** Loads what was ended before, then looks for more each second. Throws when the first look fails. */
  start(): Promise<void>;
  /** Resolves when no look is under way any more. */
  stop(): Promise<void>;
}

export interface RevocationDeps {
  readonly database: Pick<Database, "read">;
  readonly log: Pick<Logger, "warn" | "info">;
  readonly now: () => Date;
}

const pollMilliseconds = 1000;

/**
 * How far each look reaches back behind the one before it: it covers what was stamped earlier but committed later, and
 * clocks of other nodes that are up to a minute off.
 */
const overlapMilliseconds = 60_000;

const keptMilliseconds = accessTokenSeconds * 1000 + overlapMilliseconds;

const revokedSince = {
  name: "session_revoked_since",
  text: `SELECT id, revoked_at AS "revokedAt" FROM sessions WHERE revoked_at > $1 ORDER BY revoked_at`,
};

export function createRevocations({ database, log, now }: RevocationDeps): Revocations {
  /** When each was ended, in milliseconds since 1970; the order is that, but for what clocks differ by. */
  const revoked = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();
  let lookedAt: number | undefined;
  let stopped = false;
  let failing = false;

  async function look(): Promise<void> {
    const at = now().getTime();
    const reach = lookedAt === undefined ? at - keptMilliseconds : Math.min(at, lookedAt) - overlapMilliseconds;
    const rows = await database.read<{ id: string; revokedAt: Date | string }>(revokedSince, [new Date(reach)]);
    lookedAt = at;
    for (const { id, revokedAt } of rows) revoked.set(id, Date.parse(timestamp(revokedAt)));
    forget(at - keptMilliseconds);
  }

  function forget(before: number): void {
    for (const [id, revokedAt] of revoked) {
      if (revokedAt > before) return;
      revoked.delete(id);
    }
  }

  async function lookAgain(): Promise<void> {
    try {
      await look();
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
      looking = lookAgain();
    }, pollMilliseconds).unref();
  }

  return {
    has: (sessionId) => revoked.has(sessionId),
    async add(sessionIds, revokedAt) {
      for (const id of sessionIds) revoked.set(id, revokedAt.getTime());
    },
    async start() {
      await look();
      schedule();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
    },
  };
}
