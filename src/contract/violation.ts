import type { ReceivedAnswer } from "./wire.ts";

interface ViolationOptions extends ErrorOptions {
  readonly isUnexpected?: boolean;
}

/** The server violates the contract: the problem, the operation to blame, and the answer that shows it. */
export class SpecViolation extends Error {
  /** Undefined if the rule's last exchange decides. */
  readonly operationId: string | undefined;
  readonly answer: ReceivedAnswer | undefined;
  /** Whether the answer is documented, and only not the expected one: an earlier request may then be the cause. */
  readonly isUnexpected: boolean;
  constructor(message: string, operationId?: string, answer?: ReceivedAnswer, options: ViolationOptions = {}) {
    super(message, options);
    this.isUnexpected = options.isUnexpected ?? false;
    this.name = "SpecViolation";
    this.operationId = operationId;
    this.answer = answer;
  }
}

/** The innermost violation in a chain of causes, such as fast-check's. */
export function findViolation(error: unknown): SpecViolation | undefined {
  if (error instanceof SpecViolation && (error.operationId !== undefined || !(error.cause instanceof Error)))
    return error;
  return error instanceof Error ? findViolation(error.cause) : undefined;
}
