import type { components, paths } from "../../generated/schema.ts";
import { isApiError, NetworkError } from "./errors.ts";
import { type ConnectionDeps, readEvents, type StreamState } from "./event-connection.ts";
import { jittered } from "./waiting.ts";

type Notification = components["schemas"]["Notification"];

export interface NotificationsOptions {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal;
  /** The id of the newest known notification. Newer ones are sent first. */
  readonly lastEventId?: number;
}

export interface NotificationsDeps extends ConnectionDeps {
  readonly random: () => number;
}

const path = "/notification/stream" satisfies keyof paths;
/** Doubles with each consecutive failure. */
const firstPauseMs = 1000;
const maxPauseMs = 20_000;

/**
 * Yields notifications as they arrive. After the end of a connection it reconnects and resumes after the last event, so no
 * notification is lost or duplicated.
 * @throws ApiError where the server refuses for good, as after the login has ended
 */
export async function* followNotifications(
  deps: NotificationsDeps,
  { signal = new AbortController().signal, lastEventId }: NotificationsOptions,
): AsyncGenerator<Notification, void> {
  const state: StreamState = { lastEventId: lastEventId === undefined ? "" : String(lastEventId), retry: firstPauseMs };
  let failures = 0;
  while (!signal.aborted) {
    let minPauseMs = 0;
    try {
      for await (const event of readEvents(deps, path, state, signal)) {
        failures = 0;
        if (event.type === "notification") yield parse(event.data);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof NetworkError || isApiError(error, 429, 500, 502, 503, 504))) throw error;
      failures++;
      if (isApiError(error)) minPauseMs = (error.retryAfter ?? 0) * 1000;
    }
    const pause = jittered(Math.min(maxPauseMs, state.retry * 2 ** failures), deps.random);
    await deps.sleep(Math.max(pause, minPauseMs), signal).catch(() => {});
  }
}

function parse(data: string): Notification {
  return JSON.parse(data);
}
