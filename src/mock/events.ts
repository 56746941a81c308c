import { isObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import type { MockRequest } from "./request.ts";

/**
 * Converts an event-stream answer to a stream: it sends the example as an event, unless the client's `Last-Event-ID` says it
 * has it, and then stays open until the client disconnects.
 */
export function asEventStream(answer: Answer, { header }: MockRequest): Answer {
  if (answer.contentType !== "text/event-stream") return answer;
  const event = isObject(answer.body) && "data" in answer.body ? answer.body : { data: answer.body };
  const last = header["Last-Event-ID"];
  const isKnown = last !== undefined && "id" in event && String(event.id) === String(last);
  const resumed = last !== undefined && answer.headers && "Last-Event-ID" in answer.headers;
  return {
    ...answer,
    headers: { ...answer.headers, ...(resumed ? { "Last-Event-ID": String(last) } : {}) },
    body: endlessIterable(isKnown ? [] : [event]),
  };
}

/** Yields some values and then stays pending. `return` settles a pending `next`. */
function endlessIterable<T>(values: readonly T[]): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]() {
      const rest = [...values];
      let finish = (_result: IteratorResult<T>) => {};
      const end = new Promise<IteratorResult<T>>((resolve) => {
        finish = resolve;
      });
      return {
        next() {
          const value = rest.shift();
          return value === undefined ? end : Promise.resolve({ done: false, value });
        },
        return() {
          finish({ done: true, value: undefined });
          return end;
        },
      };
    },
  };
}
