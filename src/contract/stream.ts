import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import type { components } from "../../generated/schema.ts";
import { createEventStreamParser } from "../client/event-stream.ts";
import { checkAnswer } from "./check-answer.ts";
import { type ContractClient, outgoing } from "./client.ts";
import { eventStream, readEvent } from "./events.ts";
import type { Spec } from "./spec.ts";
import { SpecViolation } from "./violation.ts";
import type { ReceivedAnswer } from "./wire.ts";

type NotificationEvent = components["schemas"]["NotificationEvent"];

/** A member's notification stream. Every event is checked against the spec. */
export interface NotificationStream {
  readonly headers: Headers;
  /** The Last-Event-ID that a client would send to resume from here. */
  readonly lastEventId: string;
  /** Takes the next `count` events. @throws AssertionError if they do not arrive within `milliseconds` */
  take(count: number, milliseconds?: number): Promise<NotificationEvent["data"][]>;
  /** Asserts that no event arrives within `milliseconds`. */
  assertSilent(milliseconds?: number): Promise<void>;
  /** Waits until the server ends the stream. @returns the time it took in ms */
  waitForEnd(milliseconds?: number): Promise<number>;
  /** Closes the connection. */
  close(): void;
}

const defaultTimeoutMs = 5000;

/**
 * Opens a member's notification stream.
 * @param lastEventId the event to resume after; without it the stream starts now
 * @param onAnswer receives the answer after it was checked against the spec
 * @throws SpecViolation if the answer violates the spec or is not a stream
 */
export async function openStream(
  spec: Spec,
  client: ContractClient,
  lastEventId?: string | number,
  onAnswer: (answer: ReceivedAnswer) => void = () => {},
): Promise<NotificationStream> {
  const headers = {
    accept: eventStream,
    ...(client.token === undefined ? {} : { authorization: `Bearer ${client.token}` }),
    ...(lastEventId === undefined ? {} : { "last-event-id": String(lastEventId) }),
  };
  const request = { ...outgoing(client.baseUrl, spec.operation("streamNotifications"), {}), headers };
  const connection = new AbortController();
  const response = await fetch(request.url, { headers, signal: connection.signal });
  const { status, body } = response;
  const mediaType = response.headers.get("content-type")?.split(";")[0];
  const answer: ReceivedAnswer = { status, headers: response.headers, mediaType, body: [], text: "", request };
  if (status !== 200) {
    const text = await response.text();
    throw new SpecViolation(
      `streamNotifications answered ${status} where 200 was expected: ${text}`,
      "streamNotifications",
      {
        ...answer,
        text,
      },
    );
  }
  checkAnswer(spec, "streamNotifications", answer);
  onAnswer(answer);
  assert.ok(body);

  const check = spec.operation("streamNotifications").answers.get(200)?.content.get(eventStream);
  const parser = createEventStreamParser();
  const events: NotificationEvent[] = [];
  let hasEnded = false;
  let readError: unknown;
  void readAll(body).catch((error: unknown) => {
    readError = error;
    hasEnded = true;
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
    hasEnded = true;
  }

  async function until(condition: () => boolean, milliseconds: number, description: string): Promise<number> {
    const started = performance.now();
    while (!condition()) {
      if (readError instanceof assert.AssertionError) throw readError;
      if (performance.now() - started > milliseconds)
        assert.fail(`${description} did not happen in ${milliseconds} ms`);
      await sleep(5);
    }
    return performance.now() - started;
  }

  return {
    headers: response.headers,
    get lastEventId() {
      return parser.lastEventId;
    },
    async take(count, milliseconds = defaultTimeoutMs) {
      await until(
        () => events.length >= count || hasEnded,
        milliseconds,
        `${count} events (there are ${events.length})`,
      );
      const taken = events.splice(0, count);
      assert.equal(taken.length, count, `the stream ended: ${readError}`);
      for (const { id, data } of taken) assert.equal(id, String(data.id));
      return taken.map(({ data }) => data);
    },
    async assertSilent(milliseconds = 300) {
      await sleep(milliseconds);
      assert.deepEqual(events, []);
      assert.equal(hasEnded, false, `the stream ended: ${readError}`);
    },
    waitForEnd: (milliseconds = defaultTimeoutMs) => until(() => hasEnded, milliseconds, "the end of the stream"),
    close: () => connection.abort(),
  };
}
