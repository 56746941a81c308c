import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { components } from "../../generated/schema.ts";
import { createEventStreamParser } from "../../src/client/event-stream.ts";
import type { Client } from "./client.ts";
import { eventStream, readEvent } from "./events.ts";
import { operation } from "./spec.ts";
import { checkAnswer } from "./wire.ts";

type NotificationEvent = components["schemas"]["NotificationEvent"];

/** A member's stream of notifications, held against the spec event by event. */
export interface NotificationStream {
  readonly headers: Headers;
  /** What a client would send to go on from here. */
  readonly lastEventId: string;
  /** The next so many, that must come within `milliseconds`. */
  take(count: number, milliseconds?: number): Promise<NotificationEvent["data"][]>;
  /** Asserts that no further event comes for a while. */
  assertSilent(milliseconds?: number): Promise<void>;
  /** Waits for the server to end the stream, and says after how many milliseconds. */
  ended(milliseconds?: number): Promise<number>;
  /** Hangs up. */
  close(): void;
}

const usualPatience = 5000;

export async function openStream(client: Client, lastEventId?: string | number): Promise<NotificationStream> {
  const url = `${client.baseUrl}/notification/stream`;
  const connection = new AbortController();
  const response = await fetch(url, {
    headers: {
      accept: eventStream,
      ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }),
      ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
    },
    signal: connection.signal,
  });
  const { status, headers, body } = response;
  assert.equal(status, 200, await (status === 200 ? "" : response.text()));
  const mediaType = headers.get("content-type") ?? undefined;
  checkAnswer("streamNotifications", {
    status,
    headers,
    mediaType,
    body: [],
    text: "",
    request: { method: "GET", url },
  });
  assert.ok(body);

  const check = operation("streamNotifications").answers.get(200)?.content.get(eventStream);
  const parser = createEventStreamParser();
  const events: NotificationEvent[] = [];
  let isOver = false;
  let fault: unknown;
  void readAll(body).catch((error: unknown) => {
    fault = error;
    isOver = true;
  });

  async function readAll(bytes: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of bytes) {
      for (const event of parser.push(decoder.decode(chunk, { stream: true }))) {
        const read = readEvent(event);
        assert.deepEqual(check?.(read), [], event.data);
        events.push(read as NotificationEvent);
      }
    }
    isOver = true;
  }

  async function until(condition: () => boolean, milliseconds: number, what: string): Promise<number> {
    const started = performance.now();
    while (!condition()) {
      if (fault instanceof assert.AssertionError) throw fault;
      if (performance.now() - started > milliseconds) assert.fail(`${what} did not happen in ${milliseconds} ms`);
      await sleep(5);
    }
    return performance.now() - started;
  }

  return {
    headers,
    get lastEventId() {
      return parser.lastEventId;
    },
    async take(count, milliseconds = usualPatience) {
      await until(() => events.length >= count || isOver, milliseconds, `${count} events (there are ${events.length})`);
      const taken = events.splice(0, count);
      assert.equal(taken.length, count, `the stream ended: ${fault}`);
      for (const { id, data } of taken) assert.equal(id, String(data.id));
      return taken.map(({ data }) => data);
    },
    async assertSilent(milliseconds = 300) {
      await sleep(milliseconds);
      assert.deepEqual(events, []);
      assert.equal(isOver, false, `the stream ended: ${fault}`);
    },
    ended: (milliseconds = usualPatience) => until(() => isOver, milliseconds, "the end of the stream"),
    close: () => connection.abort(),
  };
}
