import type { Answer } from "./wire.ts";

/** The server does not keep the contract: what is wrong, which operation is to blame, and the answer that shows it. */
export class Violation extends Error {
  /** Undefined where a rule's last exchange tells. */
  readonly operationId: string | undefined;
  readonly answer: Answer | undefined;
  constructor(message: string, operationId?: string, answer?: Answer, options?: ErrorOptions) {
    super(message, options);
    this.name = "Violation";
    this.operationId = operationId;
    this.answer = answer;
  }
}

/** The violation at the bottom of an error that wraps others, as fast-check's do. */
export function findViolation(error: unknown): Violation | undefined {
  if (error instanceof Violation && (error.operationId !== undefined || !(error.cause instanceof Error))) return error;
  return error instanceof Error ? findViolation(error.cause) : undefined;
}
