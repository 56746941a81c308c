import { NetworkError, toApiError } from "./errors.ts";
import { createEventStreamParser, type ServerEvent } from "./event-stream.ts";
import type { Send } from "./retry.ts";
import { type Sleep, untilAborted } from "./waiting.ts";

export interface ConnectionDeps {
  readonly baseUrl: string;
  readonly send: Send;
  readonly now: () => Date;
  readonly sleep: Sleep;
}

/** The state that the next connection needs. */
export interface StreamState {
  lastEventId: string;
  /** In milliseconds. */
  retry: number;
}

/** The server sends data more often than that. After so long without data the connection counts as broken. */
const idleTimeoutMs = 60_000;

/**
 * The events of one connection, until either side ends it. Not an EventSource, because that cannot send a token.
 * @throws ApiError for a refusal; NetworkError for a failed or broken connection
 */
export async function* readEvents(
  { baseUrl, send, now, sleep }: ConnectionDeps,
  path: string,
  state: StreamState,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent, void> {
  const connection = new AbortController();
  const abort = () => connection.abort(signal.reason);
  signal.addEventListener("abort", abort);
  try {
    const resume = state.lastEventId === "" ? undefined : { "Last-Event-ID": state.lastEventId };
    const headers = { Accept: "text/event-stream", ...resume };
    const request = new Request(`${baseUrl.replace(/\/$/, "")}${path}`, {
      headers,
      signal: connection.signal,
    });
    const response = await send(request);
    if (!response.ok) throw toApiError(response, await bodyOf(response), now());
    if (!response.body || !/^text\/event-stream\b/i.test(response.headers.get("Content-Type") ?? "")) {
      throw new NetworkError("The answer is not an event stream");
    }

    const parser = createEventStreamParser(state.lastEventId);
    const decoder = new TextDecoder();
    const reader = response.body.getReader();
    for (;;) {
      const silence = new AbortController();
      sleep(idleTimeoutMs, silence.signal).then(
        () => connection.abort(new NetworkError("The server sent nothing for too long")),
        () => {},
      );
      const chunk = await untilAborted(reader.read(), connection.signal)
        .catch((error: unknown) => Promise.reject(connection.signal.aborted ? error : lost(error)))
        .finally(() => silence.abort());
      if (chunk.done) return;
      const events = parser.push(decoder.decode(chunk.value, { stream: true }));
      state.retry = parser.retry ?? state.retry;
      for (const event of events) {
        state.lastEventId = event.lastEventId;
        yield event;
      }
      state.lastEventId = parser.lastEventId;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    connection.abort();
  }
}

function lost(cause: unknown): NetworkError {
  return new NetworkError("The connection was lost", { cause });
}

async function bodyOf(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
