import { checkErrorAnswer, truncate } from "./check-answer.ts";
import type { OperationId } from "./client.ts";
import type { Spec } from "./spec.ts";
import { findViolation, SpecViolation } from "./violation.ts";
import type { ReceivedAnswer } from "./wire.ts";

/** A report of more violations for one operation would add nothing new. */
const maxViolations = 8;

/**
 * Checks every case, so that one violation does not hide the next.
 * @throws SpecViolation for the first case that fails, with the messages of all
 */
export async function checkEach<T>(cases: Iterable<T>, check: (value: T) => Promise<void>): Promise<void> {
  const violations: SpecViolation[] = [];
  for (const value of cases) {
    try {
      await check(value);
    } catch (error) {
      const violation = findViolation(error);
      if (!violation) throw error;
      violations.push(violation);
      if (violations.length === maxViolations) break;
    }
  }
  const [first] = violations;
  if (!first) return;
  throw new SpecViolation(violations.map(({ message }) => message).join("\n"), first.operationId, first.answer, {
    cause: first,
  });
}

/** Asserts that an invalid request got 400, with a hint that names the field. */
export function assertRejected(id: OperationId, description: string, answer: ReceivedAnswer, field?: string): void {
  assertStatus(id, description, answer, [400]);
  const hint = String(Object(answer.body).hint);
  if (field === undefined || hint.toLowerCase().includes(field.toLowerCase())) return;
  throw new SpecViolation(`${id} with ${description}: the hint does not name ${field}: ${truncate(hint)}`, id, answer);
}

/** Asserts that a valid request got 2xx or one of `others`. */
export function assertAccepted(
  id: OperationId,
  description: string,
  answer: ReceivedAnswer,
  others: readonly number[] = [],
): void {
  if (answer.status >= 200 && answer.status < 300) return;
  assertStatus(id, description, answer, others, "2xx");
}

export function assertStatus(
  id: OperationId,
  description: string,
  answer: ReceivedAnswer,
  statuses: readonly number[],
  also?: string,
): void {
  if (statuses.includes(answer.status)) return;
  const verdict = answer.status < 300 ? "was accepted" : answer.status < 500 ? "was rejected" : "caused a server error";
  const expected = [...(also === undefined ? [] : [also]), ...statuses].join(" or ");
  throw new SpecViolation(
    `${id} with ${description} ${verdict}: ${answer.status} where ${expected} was expected: ${answer.text.slice(0, 200)}`,
    id,
    answer,
  );
}

/** Asserts the guideline's exact 403 body: the method and the path as they were sent, without the query. */
export function assertForbidden(id: OperationId, description: string, answer: ReceivedAnswer): void {
  assertStatus(id, description, answer, [403]);
  const { method, url } = answer.request;
  const hint = `You have not permission for '${method} ${new URL(url).pathname}'`;
  if (answer.text === JSON.stringify({ result: "Forbidden", hint })) return;
  throw new SpecViolation(
    `${id} with ${description}: the 403 should say ${hint} and nothing else: ${truncate(answer.text)}`,
    id,
    answer,
  );
}

/** Asserts the WWW-Authenticate header of a 403, which tells a client whether its token is the problem. */
export function assertChallenge(id: OperationId, description: string, answer: ReceivedAnswer, expected: string): void {
  const challenge = answer.headers.get("www-authenticate");
  if (challenge === expected) return;
  throw new SpecViolation(`${id} with ${description}: WWW-Authenticate is ${challenge}, not ${expected}`, id, answer);
}

/** Asserts the status and the error body of a request to no operation. @throws SpecViolation */
export function assertError(spec: Spec, description: string, answer: ReceivedAnswer, status: number): void {
  if (answer.status !== status) {
    throw new SpecViolation(
      `${description} was answered ${answer.status} where ${status} was expected`,
      undefined,
      answer,
    );
  }
  checkErrorAnswer(spec, answer);
}

/**
 * Stored passwords: the formats of Werkzeug, crypt and Argon2, whose salt and hash take at least 20 characters; and
 * property names that servers use for them.
 */
const hashes =
  /((pbkdf2|scrypt):[\w:]+\$|\$(2[abxy]|argon2\w*|scrypt|[156])\$)[\w./+=,$-]{20}|"(passwordHash|password_hash|passwordSalt)"/;

/** Asserts that an answer contains no password hash and none of these secrets. */
export function assertNoSecrets(id: OperationId, answer: ReceivedAnswer, secrets: readonly string[]): void {
  const returnedTexts = [answer.text, ...[...answer.headers].map(([, value]) => value)];
  const secret = secrets.find((candidate) => returnedTexts.some((text) => text.includes(candidate)));
  if (secret === undefined && !returnedTexts.some((text) => hashes.test(text))) return;
  const description = secret === undefined ? "what looks like the hash of a password" : `a secret, ${secret}`;
  throw new SpecViolation(`${id} serves ${description}: ${truncate(answer.text)}`, id, answer);
}
