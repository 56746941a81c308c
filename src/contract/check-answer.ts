import { eventStream } from "./events.ts";
import type { SchemaCheck, Spec } from "./spec.ts";
import { SpecViolation } from "./violation.ts";
import type { ReceivedAnswer } from "./wire.ts";

const requestId = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Holds an answer against the spec: status and media type documented, every header valid and the required ones there,
 * the body valid, nothing at all in an answer without content.
 * @throws Violation that names the request and everything that is wrong
 */
export function checkAnswer(spec: Spec, operationId: string, answer: ReceivedAnswer): void {
  const { status, headers, text } = answer;
  const documented = spec.operation(operationId).answers.get(status);
  const title = `${operationId}: ${answer.request.method} ${answer.request.url} answered ${status}`;
  if (!documented) {
    throw new SpecViolation(
      `${title}, which the spec does not document for it: ${truncate(text)}`,
      operationId,
      answer,
    );
  }
  const problems: string[] = [];
  if (!requestId.test(headers.get("x-request-id") ?? "")) problems.push("has no proper X-Request-Id");
  for (const { name, required, check } of documented.headers) {
    const value = headers.get(name);
    if (value !== null) problems.push(...check(value).map((problem) => `header ${name}: ${problem}`));
    else if (required) problems.push(`lacks the header ${name}`);
  }
  problems.push(
    ...(documented.content.size === 0 ? contentProblems(answer) : bodyProblems(documented.content, answer)),
  );
  if (problems.length > 0)
    throw new SpecViolation(`${title}: ${problems.join("; ")}\n${truncate(text)}`, operationId, answer);
}

/** RFC 9110, sections 8.6 and 15.3.5: a 204 has no content and no Content-Length. */
function contentProblems({ text, headers }: ReceivedAnswer): string[] {
  const problems = ["content-length", "content-type", "transfer-encoding"]
    .filter((name) => headers.has(name))
    .map((name) => `has no content but the header ${name}`);
  return text === "" ? problems : [...problems, "has content"];
}

function bodyProblems(content: ReadonlyMap<string, SchemaCheck>, { mediaType, body }: ReceivedAnswer): string[] {
  const check = content.get(mediaType ?? "");
  if (!check) return [`has the undocumented media type ${mediaType}`];
  const parts: readonly unknown[] = mediaType === eventStream && Array.isArray(body) ? body : [body];
  return parts.flatMap((part) => check(part).map((problem) => `body: ${problem}`));
}

/** An answer of something that the spec does not describe (404 of an unknown path, 405): it has the error body too. */
export function checkErrorAnswer(spec: Spec, answer: ReceivedAnswer): void {
  const problems = [
    ...spec.schemaCheck("Error")(answer.body),
    ...(answer.mediaType === "application/json" ? [] : [`has the media type ${answer.mediaType}`]),
    ...(requestId.test(answer.headers.get("x-request-id") ?? "") ? [] : ["has no proper X-Request-Id"]),
  ];
  if (problems.length === 0) return;
  const title = `${answer.request.method} ${answer.request.url} answered ${answer.status}`;
  throw new SpecViolation(`${title}: ${problems.join("; ")}\n${truncate(answer.text)}`, undefined, answer);
}

/** As much of an answer as a message can hold. */
export function truncate(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 1000)}... (${text.length} characters)` : text;
}
