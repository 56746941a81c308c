/** An event as it was dispatched. */
export interface ServerEvent {
  /** `message` where the server named none. */
  readonly type: string;
  readonly data: string;
  /** The last id that the stream has sent so far, not necessarily with this event; empty where it sent none. */
  readonly lastEventId: string;
}

/** What a stream has said so far. */
export interface EventStreamParser {
  /** Takes the next piece of the text, which may end anywhere, and gives the events that are complete by now. */
  push(text: string): readonly ServerEvent[];
  readonly lastEventId: string;
  /** How many milliseconds to wait before connecting again, where the stream said so. */
  readonly retry: number | undefined;
}

/**
 * Parses `text/event-stream` as the WHATWG HTML standard does, section 9.2.6. What stands after the last blank line when the
 * stream ends is no event.
 * @param lastEventId of the connection before, if any
 */
export function createEventStreamParser(lastEventId = ""): EventStreamParser {
  let rest = "";
  let endedWithReturn = false;
  let type = "";
  let data: string[] = [];
  let id = lastEventId;
  let dispatchedId = lastEventId;
  let retry: number | undefined;

  function dispatch(): readonly ServerEvent[] {
    dispatchedId = id;
    const event = { type: type || "message", data: data.join("\n"), lastEventId: id };
    const isEvent = data.length > 0;
    type = "";
    data = [];
    return isEvent ? [event] : [];
  }

  function take(line: string): readonly ServerEvent[] {
    if (line === "") return dispatch();
    const [, field = "", value = ""] = /^([^:]*)(?::\u0020?)?(.*)$/su.exec(line) ?? [];
    if (field === "event") type = value;
    else if (field === "data") data.push(value);
    else if (field === "id" && !value.includes("\0")) id = value;
    else if (field === "retry" && /^[0-9]+$/.test(value)) retry = Number(value);
    return [];
  }

  return {
    push(text) {
      // A CR ends its line at once, since nothing may follow for long; a LF that does follow is the second half of a CRLF.
      const next = endedWithReturn && text.startsWith("\n") ? text.slice(1) : text;
      if (text !== "") endedWithReturn = next.endsWith("\r");
      const lines = `${rest}${next}`.split(/\r\n|\n|\r/);
      rest = lines.pop() ?? "";
      return lines.flatMap(take);
    },
    get lastEventId() {
      return dispatchedId;
    },
    get retry() {
      return retry;
    },
  };
}
