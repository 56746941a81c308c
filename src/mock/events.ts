import { isObject } from "../openapi/json.ts";
import type { Answer } from "../server/http/response/answer.ts";
import type { MockRequest } from "./request.ts";

/**
 * Makes a stream of an answer that is one: its example as an event, unless the client has had it already, and then nothing
 * until the client goes.
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

/** Gives some values and never ends by itself; `return` ends a `next` that waits. */
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
