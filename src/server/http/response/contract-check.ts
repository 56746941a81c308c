import { setImmediate } from "node:timers";
import type { Logger } from "pino";
import type { ContractViolation, FindViolation } from "../../../openapi/violation.ts";
import type { RequestContext } from "../request/request-context.ts";
import type { ComposedAnswer } from "./answer.ts";

/** Checks an answer before it is written. Returns an error if a 500 is to be written instead of it. */
export type CheckAnswer = (context: RequestContext, answer: ComposedAnswer) => ContractError | undefined;

/** An answer of this server breaks the contract. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/** One broken rule, for metrics. */
export interface ReportedViolation {
  readonly operationId: string;
  readonly rule: string;
}

export interface ContractCheckOptions {
  readonly findViolation: FindViolation;
  /** `strict` checks every answer and writes a 500 instead of one that breaks the contract; `off` checks a sample afterwards. */
  readonly mode: "off" | "strict";
  /** The share of answers that is checked in the mode `off`, from 0 to 1. */
  readonly sample: number;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly log: Logger;
  readonly record: (violation: ReportedViolation) => void;
}

/**
 * Checks the server's own answers against the contract. A violation is counted and logged with the rule that it breaks, never
 * with the content of the answer.
 */
export function createContractCheck(options: ContractCheckOptions): CheckAnswer {
  const { findViolation, mode, sample, random, log, record } = options;

  function check({ operationId, requestId }: RequestContext, answer: ComposedAnswer): ContractError | undefined {
    const violation = operationId === undefined ? undefined : findViolation(operationId, answer);
    if (operationId === undefined || !violation) return undefined;
    const { part, rule } = violation;
    record({ operationId, rule: `${part}: ${rule}` });
    log.error({ requestId, operationId, status: answer.status, part, rule }, "an answer broke the contract");
    return new ContractError(messageFor(operationId, answer.status, violation));
  }

  if (mode === "strict") return check;
  if (sample === 0) return () => undefined;
  return (context, answer) => {
    if (random() < sample) setImmediate(check, context, answer);
    return undefined;
  };
}

function messageFor(operationId: string, status: number, { part, rule }: ContractViolation): string {
  const subject = { status: "a status", "media type": "a media type", headers: "headers", body: "a body" }[part];
  const verb = part === "headers" ? "break" : "breaks";
  return `${operationId} answered ${status} with ${subject} that ${verb} the contract: ${rule}`;
}
