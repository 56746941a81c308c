import { createEventStreamParser } from "../client/event-stream.ts";
import { eventStream, readEvent } from "./events.ts";

/** An HTTP response, with the request that it answers. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Without parameters; undefined if there is no content. */
  readonly mediaType: string | undefined;
  /** Parsed if it is JSON or an event stream (its first events); undefined if it is empty; the text otherwise. */
  readonly body: unknown;
  readonly text: string;
  /** The request, for messages and for resolving links. */
  readonly request: OutgoingRequest;
}

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The timeout of one request. */
const timeoutMs = 30_000;

/**
 * Sends one request and reads the whole answer, without checking it; of an event stream only the first part.
 * @throws TypeError or DOMException if there is no complete answer within 30 s
 */
export async function exchange(request: OutgoingRequest, signal?: AbortSignal): Promise<ReceivedAnswer> {
  const { method, url, headers = {}, body } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    // The types of `fetch` exclude shared memory, and the type of a view does not say whether its memory is shared.
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
  const mediaType = response.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  const text = mediaType === eventStream ? await firstPart(response) : await response.text();
  return {
    status: response.status,
    headers: response.headers,
    mediaType,
    body: parseBody(text, mediaType),
    text,
    request,
  };
}

/** An event stream does not end, so it is closed after the first chunk with an empty line. */
async function firstPart(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (!response.body) return text;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.includes("\n\n")) break;
  }
  return text;
}

function parseBody(text: string, mediaType: string | undefined): unknown {
  if (text === "") return undefined;
  if (mediaType === eventStream) return createEventStreamParser().push(text).map(readEvent);
  return mediaType !== undefined && /[/+]json$/.test(mediaType) ? parseJson(text) : text;
}

/** Invalid JSON is returned as text, which the schema of an object rejects. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
