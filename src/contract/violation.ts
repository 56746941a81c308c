import type { ReceivedAnswer } from "./wire.ts";

interface ViolationOptions extends ErrorOptions {
  readonly isUnexpected?: boolean;
}

/** The server does not keep the contract: what is wrong, which operation is to blame, and the answer that shows it. */
export class SpecViolation extends Error {
  /** Undefined where a rule's last exchange tells. */
  readonly operationId: string | undefined;
  readonly answer: ReceivedAnswer | undefined;
  /** Whether the answer is sound in itself and only not what was expected, so that an earlier one may be the cause. */
  readonly isUnexpected: boolean;
  constructor(message: string, operationId?: string, answer?: ReceivedAnswer, options: ViolationOptions = {}) {
    super(message, options);
    this.isUnexpected = options.isUnexpected ?? false;
    this.name = "SpecViolation";
    this.operationId = operationId;
    this.answer = answer;
  }
}

/** The violation at the bottom of an error that wraps others, as fast-check's do. */
export function findViolation(error: unknown): SpecViolation | undefined {
  if (error instanceof SpecViolation && (error.operationId !== undefined || !(error.cause instanceof Error)))
    return error;
  return error instanceof Error ? findViolation(error.cause) : undefined;
}
