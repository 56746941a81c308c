import { eventStream } from "./events.ts";
import type { SchemaCheck, Spec } from "./spec.ts";
import { SpecViolation } from "./violation.ts";
import type { ReceivedAnswer } from "./wire.ts";

const requestId = /^[A-Za-z0-9._-]{1,128}$/;

/**
 * Checks an answer against the spec: status and media type are documented, headers are valid and the required ones present,
 * the body is valid, and an answer without content has none.
 * @throws SpecViolation that names the request and every problem
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
  if (!requestId.test(headers.get("x-request-id") ?? "")) problems.push("has no valid X-Request-Id");
  for (const { name, required, check } of documented.headers) {
    const value = headers.get(name);
    if (value !== null) problems.push(...check(value).map((problem) => `header ${name}: ${problem}`));
    else if (required) problems.push(`has no header ${name}, which is required`);
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
    .map((name) => `has no content and must not have the header ${name}`);
  return text === "" ? problems : [...problems, "must not have content"];
}

function bodyProblems(content: ReadonlyMap<string, SchemaCheck>, { mediaType, body }: ReceivedAnswer): string[] {
  const check = content.get(mediaType ?? "");
  if (!check) return [`has the undocumented media type ${mediaType}`];
  const parts: readonly unknown[] = mediaType === eventStream && Array.isArray(body) ? body : [body];
  return parts.flatMap((part) => check(part).map((problem) => `body: ${problem}`));
}

/** Checks the error body of an answer that no operation documents: the 404 of an unknown path, a 405. */
export function checkErrorAnswer(spec: Spec, answer: ReceivedAnswer): void {
  const problems = [
    ...spec.schemaCheck("Error")(answer.body),
    ...(answer.mediaType === "application/json" ? [] : [`has the media type ${answer.mediaType}`]),
    ...(requestId.test(answer.headers.get("x-request-id") ?? "") ? [] : ["has no valid X-Request-Id"]),
  ];
  if (problems.length === 0) return;
  const title = `${answer.request.method} ${answer.request.url} answered ${answer.status}`;
  throw new SpecViolation(`${title}: ${problems.join("; ")}\n${truncate(answer.text)}`, undefined, answer);
}

/** Cuts a text to what an error message can show. */
export function truncate(text: string): string {
  return text.length > 1000 ? `${text.slice(0, 1000)}... (${text.length} characters)` : text;
}
