import assert from "node:assert/strict";
import { createEventStreamParser } from "../../src/client/event-stream.ts";
import { recordAnswer } from "./coverage-record.ts";
import { eventStream, readEvent } from "./events.ts";
import { operation, schemaCheck } from "./spec.ts";

/** What came over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Without its parameters; undefined where there is no content. */
  readonly mediaType: string | undefined;
  /** Parsed where it is JSON or events, undefined where it is empty, the text otherwise. */
  readonly body: unknown;
  readonly text: string;
  /** `GET http://127.0.0.1:1234/post`, for messages and for resolving links. */
  readonly request: { readonly method: string; readonly url: string };
}

export interface Outgoing {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How long a server may take over one request before a test gives up on it. */
const patience = 30_000;

/** Sends one request and reads the answer whole, but of an event stream only what comes at once, without judging it. */
export async function exchange({ method, url, headers = {}, body }: Outgoing): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
    ...(body === undefined ? {} : { body }),
  });
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = mediaType === eventStream ? await beginning(response) : await response.text();
  return {
    status: response.status,
    headers: response.headers,
    mediaType,
    body: parseBody(text, mediaType),
    text,
    request: { method, url },
  };
}

async function beginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

function parseBody(text: string, mediaType: string | undefined): unknown {
  if (mediaType === eventStream) return createEventStreamParser().push(text).map(readEvent);
  if (text === "") return undefined;
  return mediaType !== undefined && /[/+]json$/.test(mediaType) ? JSON.parse(text) : text;
}

const requestId = /^[\x21-\x7e]{1,200}$/;

/**
 * Holds an answer against the spec: status and media type documented, every header valid and the required ones there,
 * the body valid, nothing at all in an answer without content. Records what it saw for the coverage matrix.
 * @throws AssertionError that names the request and everything that is wrong
 */
export function checkAnswer(operationId: string, answer: Answer): void {
  const { status, headers, mediaType, text } = answer;
  const documented = operation(operationId).answers.get(status);
  const title = `${operationId}: ${answer.request.method} ${answer.request.url} answered ${status}`;
  assert.ok(documented, `${title}, which the spec does not document for it: ${text}`);

  const faults: string[] = [];
  if (!requestId.test(headers.get("x-request-id") ?? "")) faults.push("has no proper X-Request-Id");
  for (const { name, required, check } of documented.headers) {
    const value = headers.get(name);
    if (value !== null) faults.push(...check(value).map((fault) => `header ${name}: ${fault}`));
    else if (required) faults.push(`lacks the header ${name}`);
  }
  if (documented.content.size === 0) faults.push(...contentFaults(answer));
  else faults.push(...bodyFaults(documented.content, answer));
  assert.deepEqual(faults, [], `${title}: ${faults.join("; ")}\n${text}`);
  recordAnswer(operationId, status, mediaType);
}

/** RFC 9110, sections 8.6 and 15.3.5: a 204 has no content and no Content-Length. */
function contentFaults({ text, headers }: Answer): string[] {
  const faults = ["content-length", "content-type", "transfer-encoding"]
    .filter((name) => headers.has(name))
    .map((name) => `has no content but the header ${name}`);
  return text === "" ? faults : [...faults, "has content"];
}

function bodyFaults(content: ReadonlyMap<string, (value: unknown) => readonly string[]>, answer: Answer): string[] {
  const check = content.get(answer.mediaType ?? "");
  if (!check) return [`has the undocumented media type ${answer.mediaType}`];
  const parts = answer.mediaType === eventStream ? [answer.body].flat() : [answer.body];
  return parts.flatMap((part) => check(part).map((fault) => `body: ${fault}`));
}

const checkError = schemaCheck("Error");

/** An answer of something that the spec does not describe (404 of an unknown path, 405): it has the error body too. */
export function checkErrorAnswer(answer: Answer): void {
  const title = `${answer.request.method} ${answer.request.url} answered ${answer.status}`;
  assert.equal(answer.mediaType, "application/json", title);
  assert.deepEqual(checkError(answer.body), [], `${title}: ${answer.text}`);
  assert.match(answer.headers.get("x-request-id") ?? "", requestId, `${title} without X-Request-Id`);
}
