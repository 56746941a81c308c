/** An answer of 400 or above. The message is the server's `hint`, which can be shown to users. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** Such as 409. */
  readonly status: number;
  /** The status in words, such as `Conflict`. */
  readonly result: string;
  /** What is wrong, in a sentence for a person. */
  readonly hint: string;
  /** The id of the request in the server's log. */
  readonly requestId: string | undefined;
  /** Seconds to wait before a retry, if the server sent `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(details: Pick<ApiError, "status" | "result" | "hint" | "requestId" | "retryAfter">) {
    super(details.hint);
    this.status = details.status;
    this.result = details.result;
    this.hint = details.hint;
    this.requestId = details.requestId;
    this.retryAfter = details.retryAfter;
  }
}

/** There was no answer, or it is unreadable: no network, no server, or a proxy's answer. */
export class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/** Whether a call failed with one of these statuses; with any status by default. */
export function isApiError(error: unknown, ...statuses: readonly number[]): error is ApiError {
  return error instanceof ApiError && (statuses.length === 0 || statuses.includes(error.status));
}

/**
 * @param body the body of the answer: the API's error body, or that of a proxy
 * @param now the time, for a `Retry-After` that is a date
 */
export function toApiError(response: Response, body: unknown, now: Date): ApiError {
  const { status, statusText, headers } = response;
  const fallback = statusText || `HTTP ${status}`;
  return new ApiError({
    status,
    result: textAt(body, "result") ?? fallback,
    hint: textAt(body, "hint") ?? `The server answered ${fallback}`,
    requestId: headers.get("X-Request-Id") ?? undefined,
    retryAfter: retryAfterOf(response, now),
  });
}

/** Seconds from now on; the header may be a number of seconds or a date (RFC 9110, section 10.2.3). */
export function retryAfterOf({ headers }: Response, now: Date): number | undefined {
  const text = headers.get("Retry-After")?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text);
  if (!text.endsWith("GMT")) return undefined;
  const seconds = Math.ceil((Date.parse(text) - now.getTime()) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function textAt(body: unknown, key: "result" | "hint"): string | undefined {
  const value: unknown = typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;
  return typeof value === "string" ? value : undefined;
}
