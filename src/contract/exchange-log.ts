import { AssertionError } from "node:assert";
import type { RecordedExchange } from "./transport.ts";
import { findViolation, SpecViolation } from "./violation.ts";

/** The last exchanges of one rule, from which one tells whose fault it was when the rule fails. */
export interface ExchangeLog {
  /** How many there were in all. */
  readonly count: number;
  /** The latest, oldest first. */
  readonly recent: readonly RecordedExchange[];
  add(exchange: RecordedExchange): void;
}

const maxEntries = 24;

export function createExchangeLog(): ExchangeLog {
  let count = 0;
  const recent: RecordedExchange[] = [];
  return {
    get count() {
      return count;
    },
    recent,
    add(exchange) {
      count++;
      recent.push(exchange);
      if (recent.length > maxEntries) recent.shift();
    },
  };
}

/**
 * Says of an error who is to blame: the operation that a violation names, else `blamed`, else the one that was asked last
 * of those which the rule is about, else the first of them. An answer that is sound in itself, but was not expected, is its
 * own operation's fault only where the rule is about that one or has not yet asked for what it is about.
 */
export function attributeError(
  error: unknown,
  operations: readonly string[],
  { recent }: ExchangeLog,
  blamed?: string,
): SpecViolation {
  const violation = findViolation(error);
  const named = violation?.operationId;
  const suspects = blamed === undefined ? operations : [blamed];
  const last = recent.findLast(({ operationId }) => operationId !== undefined && suspects.includes(operationId));
  if (violation && named !== undefined) {
    if (!violation.isUnexpected || suspects.includes(named) || last === undefined) return violation;
    return new SpecViolation(violation.message, last.operationId, violation.answer, { cause: error });
  }
  return new SpecViolation(
    violation?.message ?? messageOf(error),
    blamed ?? last?.operationId ?? operations[0],
    violation?.answer ?? last?.answer ?? recent.at(-1)?.answer,
    { cause: error },
  );
}

/** What is no assertion is a fault of the rule or of the machine, which its stack tells better. */
function messageOf(error: unknown): string {
  if (error instanceof AssertionError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
