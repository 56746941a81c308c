import { createEventStreamParser } from "../client/event-stream.ts";
import { eventStream, readEvent } from "./events.ts";

/** What came over the wire. */
export interface ReceivedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** Without its parameters; undefined where there is no content. */
  readonly mediaType: string | undefined;
  /** Parsed where it is JSON or an event stream (the events that came at once), undefined where it is empty, the text otherwise. */
  readonly body: unknown;
  readonly text: string;
  /** What was answered, for messages and for resolving links. */
  readonly request: OutgoingRequest;
}

export interface OutgoingRequest {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** How long a server may take over one request before a rule gives up on it, in ms. */
const timeoutMs = 30_000;

/**
 * Sends one request and reads the answer whole, without judging it; of an event stream only what comes at once.
 * @throws TypeError or DOMException where there is no whole answer in half a minute
 */
export async function exchange(request: OutgoingRequest, signal?: AbortSignal): Promise<ReceivedAnswer> {
  const { method, url, headers = {}, body } = request;
  const timeout = AbortSignal.timeout(timeoutMs);
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    // `fetch` takes no view of memory that threads share, and the type of a view does not tell whose memory it is.
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

/** An event stream does not end by itself; it is closed after the first part that holds an empty line. */
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

/** What claims to be JSON and is none stays a text, which no schema of an object takes. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
