/** A comment, which clients ignore. It keeps proxies from closing an idle connection. */
export const heartbeat = ":\n\n";

/** How long clients wait at least before they reconnect. */
const minRetryMs = 1000;
const retryStepMs = 100;

/**
 * Formats the start of a stream. All streams end at once when a server stops, so clients get different retry times.
 * @param slot from 0 up
 * @param lastEventId where a client resumes that has received no event
 */
export function streamOpening(slot: number, lastEventId: string | number | undefined): string {
  const id = lastEventId === undefined ? "" : `id: ${lastEventId}\n`;
  return `retry: ${minRetryMs + retryStepMs * slot}\n${id}\n`;
}

/**
 * Formats an event as `text/event-stream` (WHATWG HTML, section 9.2.5). JSON has no line breaks, so the data is one line. Line
 * separators that only some clients take for line breaks, such as Python's `splitlines`, are escaped.
 * @param event an object with `data` and, optionally, `id` and `event`
 * @param serialize makes the JSON of the data
 * @throws Error for an id or a name with a line break
 */
export function formatEvent(event: unknown, serialize: (data: unknown) => string): string {
  if (typeof event !== "object" || event === null || !("data" in event)) throw new Error("An event must have data");
  return `${field("id", "id" in event ? event.id : undefined)}${field(
    "event",
    "event" in event ? event.event : undefined,
  )}data: ${escapeLineSeparators(serialize(event.data))}\n\n`;
}

/** U+0085, U+2028 and U+2029 occur in JSON within strings only, where the escape means the same. */
function escapeLineSeparators(json: string): string {
  return json.replace(/[\u0085\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function field(name: string, value: unknown): string {
  if (value === undefined) return "";
  const text = String(value);
  if (/[\0\r\n]/.test(text)) throw new Error(`An event's ${name} has a line break or U+0000`);
  return `${name}: ${text}\n`;
}
