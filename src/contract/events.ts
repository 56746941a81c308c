import type { ServerEvent } from "../client/event-stream.ts";

export const eventStream = "text/event-stream";

/** An event as the spec describes it, with its data parsed. */
export function readEvent({ lastEventId, type, data }: ServerEvent): unknown {
  return { id: lastEventId, event: type, data: JSON.parse(data) };
}
