import { setImmediate } from "node:timers";
import type { Logger } from "pino";
import type { ContractViolation, FindViolation } from "../../../openapi/violation.ts";
import type { RequestContext } from "../request/request-context.ts";
import type { ComposedAnswer } from "./answer.ts";

/** Looks at an answer just before it is written; gives a fault to answer with in its place, or nothing. */
export type CheckAnswer = (exchange: RequestContext, answer: ComposedAnswer) => ContractError | undefined;

/** An answer of ours that breaks the contract. */
export class ContractError extends Error {
  override readonly name = "ContractError";
}

/** One broken rule, for figures. */
export interface ReportedViolation {
  readonly operationId: string;
  readonly rule: string;
}

export interface ContractCheckOptions {
  readonly findViolation: FindViolation;
  /** `strict` holds back every answer that breaks the contract; otherwise answers are looked at when they are written. */
  readonly mode: "off" | "strict";
  /** Which share of the answers is looked at, from 0 to 1; without meaning where all are. */
  readonly sample: number;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
  readonly log: Logger;
  readonly record: (violation: ReportedViolation) => void;
}

/**
 * Holds the server's own answers against its contract. What breaks it is counted and logged with the rule that it
 * breaks, never with what was answered. An answer that is not looked at costs one comparison.
 */
export function createContractCheck(options: ContractCheckOptions): CheckAnswer {
  const { findViolation, mode, sample, random, log, record } = options;

  function look({ operationId, requestId }: RequestContext, answer: ComposedAnswer): ContractError | undefined {
    const violation = operationId === undefined ? undefined : findViolation(operationId, answer);
    if (operationId === undefined || !violation) return undefined;
    const { part, rule } = violation;
    record({ operationId, rule: `${part}: ${rule}` });
    log.error({ requestId, operationId, status: answer.status, part, rule }, "an answer broke the contract");
    return new ContractError(sentence(operationId, answer.status, violation));
  }

  if (mode === "strict") return look;
  if (sample === 0) return () => undefined;
  return (exchange, answer) => {
    if (random() < sample) setImmediate(look, exchange, answer);
    return undefined;
  };
}

function sentence(operationId: string, status: number, { part, rule }: ContractViolation): string {
  const what = { status: "a status", "media type": "a media type", headers: "headers", body: "a body" }[part];
  const verb = part === "headers" ? "break" : "breaks";
  return `${operationId} answered ${status} with ${what} that ${verb} the contract: ${rule}`;
}
