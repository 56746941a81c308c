/** A comment, which readers pass over; it keeps what lies in between from taking the connection for dead. */
export const heartbeat = ":\n\n";

/** In milliseconds; how long clients are to wait before they connect again. */
const shortestRetry = 1000;

/**
 * What a stream begins with. When a server stops, its streams all end at once, so they are told to come back after various
 * times.
 * @param slot from 0 up
 * @param lastEventId what a client that never gets an event is to resume from
 */
export function streamOpening(slot: number, lastEventId: string | number | undefined): string {
  const id = lastEventId === undefined ? "" : `id: ${lastEventId}\n`;
  return `retry: ${shortestRetry + 100 * slot}\n${id}\n`;
}

/**
 * An event as `text/event-stream` has it (WHATWG HTML, section 9.2.5). JSON has no line breaks of its own, so the data is
 * one line.
 * @param event an object with `data` and, where they are wanted, `id` and `event`
 * @param serialize makes the JSON of the data
 * @throws Error for an id or a name that would break out of its line
 */
export function formatEvent(event: unknown, serialize: (data: unknown) => string): string {
  if (typeof event !== "object" || event === null || !("data" in event)) throw new Error("An event without data");
  return `${field("id", "id" in event ? event.id : undefined)}${field(
    "event",
    "event" in event ? event.event : undefined,
  )}data: ${serialize(event.data)}\n\n`;
}

function field(name: string, value: unknown): string {
  if (value === undefined) return "";
  const text = String(value);
  if (/[\0\r\n]/.test(text)) throw new Error(`An event's ${name} has a line break or U+0000`);
  return `${name}: ${text}\n`;
}
