import { AssertionError } from "node:assert";
import type { RecordedExchange } from "./transport.ts";
import { findViolation, SpecViolation } from "./violation.ts";

/** The last exchanges of one rule. They show which operation is to blame when the rule fails. */
export interface ExchangeLog {
  /** How many there were in total. */
  readonly count: number;
  /** The last ones, oldest first. */
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
 * Decides which operation is to blame for an error: the one that the violation names; else `blamed`; else the last requested
 * one of the rule's operations; else the first of them. A documented but unexpected answer is blamed on its own operation
 * only if that is one of the rule's operations, or if the rule has not requested any of its operations yet.
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

/** Any other error is a bug of the rule or a problem of the machine, for which the stack is needed. */
function messageOf(error: unknown): string {
  if (error instanceof AssertionError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
