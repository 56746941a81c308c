import type { components, paths } from "../../generated/schema.ts";
import { isApiError, NetworkError } from "./errors.ts";
import { type ConnectionDeps, readEvents, type StreamState } from "./event-connection.ts";
import { jittered } from "./waiting.ts";

type Notification = components["schemas"]["Notification"];

export interface NotificationsOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** The id of the newest notification that is known already; whatever came after it comes first. */
  readonly lastEventId?: number;
}

export interface NotificationsDeps extends ConnectionDeps {
  readonly random: () => number;
}

const path = "/notification/stream" satisfies keyof paths;
/** In milliseconds. It doubles with every failure in a row. */
const firstPause = 1000;
const longestPause = 20_000;

/**
 * Gives notifications as they come. Whenever the connection ends it makes another and resumes after the last one, so that
 * none is lost or comes twice.
 * @throws ApiError where the server refuses for good, as after the login has ended
 */
export async function* followNotifications(
  deps: NotificationsDeps,
  { signal = new AbortController().signal, lastEventId }: NotificationsOptions,
): AsyncGenerator<Notification, void> {
  const state: StreamState = { lastEventId: lastEventId === undefined ? "" : String(lastEventId), retry: firstPause };
  let failures = 0;
  while (!signal.aborted) {
    let leastPause = 0;
    try {
      for await (const event of readEvents(deps, path, state, signal)) {
        failures = 0;
        if (event.type === "notification") yield parse(event.data);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof NetworkError || isApiError(error, 429, 500, 502, 503, 504))) throw error;
      failures++;
      if (isApiError(error)) leastPause = (error.retryAfter ?? 0) * 1000;
    }
    const pause = jittered(Math.min(longestPause, state.retry * 2 ** failures), deps.random);
    await deps.sleep(Math.max(pause, leastPause), signal).catch(() => {});
  }
}

function parse(data: string): Notification {
  return JSON.parse(data);
}
