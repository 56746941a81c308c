import { checkErrorAnswer, truncate } from "./check-answer.ts";
import type { OperationId } from "./client.ts";
import type { Spec } from "./spec.ts";
import { findViolation, SpecViolation } from "./violation.ts";
import type { ReceivedAnswer } from "./wire.ts";

/** So many faults are told at once; more of them say nothing new. */
const maxViolations = 8;

/**
 * Holds every case, so that one fault does not hide the next.
 * @throws Violation of the first that fails, with the sentences of the others
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

/** That a request that is off was answered 400, with a hint that names the field. */
export function assertRefused(id: OperationId, description: string, answer: ReceivedAnswer, field?: string): void {
  assertStatus(id, description, answer, [400]);
  const hint = String(Object(answer.body).hint);
  if (field === undefined || hint.toLowerCase().includes(field.toLowerCase())) return;
  throw new SpecViolation(`${id} with ${description}: the hint does not name ${field}: ${truncate(hint)}`, id, answer);
}

/** That a proper request was not refused as a bad one. */
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
  const verdict = answer.status < 300 ? "was accepted" : answer.status < 500 ? "was refused" : "broke the server";
  const expected = [...(also === undefined ? [] : [also]), ...statuses].join(" or ");
  throw new SpecViolation(
    `${id} with ${description} ${verdict}: ${answer.status} where ${expected} was expected: ${answer.text.slice(0, 200)}`,
    id,
    answer,
  );
}

/** The guideline's 403, to the letter: the method and the path as they were sent, no query. */
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

/** What a 403 tells a client to do about its token. */
export function assertChallenge(id: OperationId, description: string, answer: ReceivedAnswer, expected: string): void {
  const challenge = answer.headers.get("www-authenticate");
  if (challenge === expected) return;
  throw new SpecViolation(`${id} with ${description}: WWW-Authenticate is ${challenge}, not ${expected}`, id, answer);
}

/** The error body of what no operation describes. @throws Violation */
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
 * What a stored password may look like: Werkzeug's, the crypt formats, Argon2's, all of which go on for 20 characters at
 * least; and names under which it is kept.
 */
const hashes =
  /((pbkdf2|scrypt):[\w:]+\$|\$(2[abxy]|argon2\w*|scrypt|[156])\$)[\w./+=,$-]{20}|"(passwordHash|password_hash|passwordSalt)"/;

/** That an answer shows nothing that was given in confidence. */
export function assertNoSecrets(id: OperationId, answer: ReceivedAnswer, secrets: readonly string[]): void {
  const served = [answer.text, ...[...answer.headers].map(([, value]) => value)];
  const secret = secrets.find((each) => served.some((text) => text.includes(each)));
  if (secret === undefined && !served.some((text) => hashes.test(text))) return;
  const description = secret === undefined ? "what looks like the hash of a password" : `a secret, ${secret}`;
  throw new SpecViolation(`${id} serves ${description}: ${truncate(answer.text)}`, id, answer);
}
