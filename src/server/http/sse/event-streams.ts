import { setInterval } from "node:timers";
import type { Request, Response } from "express";
import type { Caller } from "../request/caller.ts";
import { discardBody } from "../request/discard-body.ts";
import { requestContextOf } from "../request/request-context.ts";
import type { Answer } from "../response/answer.ts";
import { apiHeaders } from "../response/security-headers.ts";
import type { Serialize } from "../response/serializers.ts";
import { formatEvent, heartbeat, streamOpening } from "./event-format.ts";

/** An answer that is a stream of events. */
export interface EventAnswer extends Answer {
  /** Its `return` must end a pending `next`. */
  readonly body: AsyncIterable<unknown>;
}

export interface EventStreams {
  /** Writes an answer until its events end, the client disconnects, its token expires, or `close` is called. */
  write(request: Request, response: Response, answer: EventAnswer, serialize: Serialize): void;
  /** Ends all streams; streams that are written later end at once. */
  close(): void;
}

export interface EventStreamOptions {
  /** Whether the token of a stream has expired or was revoked. Called for each stream at each check. */
  readonly isExpired: (caller: Caller) => boolean;
  /** For errors that `body` throws; the connection is then closed. */
  readonly onError: (error: unknown, response: Response) => void;
  /** 1000 by default. Each 15th check of a stream sends it a heartbeat. */
  readonly checkIntervalMs?: number;
}

interface OpenStream {
  readonly response: Response;
  readonly events: AsyncIterator<unknown>;
  readonly serialize: (data: unknown) => string;
  readonly caller: Caller | undefined;
  /** Which of the checks sends its heartbeat, so that not all streams get theirs at the same time. */
  readonly slot: number;
  /** How many consecutive heartbeats found earlier writes still buffered. */
  missedHeartbeats: number;
  /** Resolves a pending `waitForDrain`. */
  resume: (() => void) | undefined;
}

/** Checks from one heartbeat of a stream to the next. */
const checksPerHeartbeat = 15;
const maxMissedHeartbeats = 2;

export function isEventAnswer(answer: Answer): answer is EventAnswer {
  return typeof answer.body === "object" && answer.body !== null && Symbol.asyncIterator in answer.body;
}

/**
 * Creates the streams of Server-Sent Events (WHATWG HTML, section 9.2). One timer serves all streams, which may be many thousands.
 * The next event is taken when the one before was written to the socket, so slow clients cost no memory. A client that has
 * read nothing for two heartbeats is disconnected.
 */
export function createEventStreams({ isExpired, onError, checkIntervalMs = 1000 }: EventStreamOptions): EventStreams {
  const open = new Set<OpenStream>();
  let checkCount = 0;
  let openedCount = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function checkAll(): void {
    checkCount = (checkCount + 1) % checksPerHeartbeat;
    for (const stream of open) {
      if (stream.caller && isExpired(stream.caller)) finish(stream);
      else if (stream.slot === checkCount) sendHeartbeat(stream);
    }
  }

  function add(stream: OpenStream): void {
    open.add(stream);
    timer ??= setInterval(checkAll, checkIntervalMs).unref();
  }

  function remove(stream: OpenStream): void {
    open.delete(stream);
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  async function pump(stream: OpenStream): Promise<void> {
    const { response, events } = stream;
    try {
      for (let next = await events.next(); !next.done; next = await events.next()) {
        if (response.write(formatEvent(next.value, stream.serialize))) continue;
        await waitForDrain(stream);
        stream.missedHeartbeats = 0;
      }
      response.end();
    } catch (error) {
      onError(error, response);
      response.destroy();
    }
    remove(stream);
  }

  return {
    write(request, response, answer, serialize) {
      const context = requestContextOf(response);
      const events = answer.body[Symbol.asyncIterator]();
      const slot = openedCount++ % checksPerHeartbeat;
      const stream: OpenStream = {
        response,
        events,
        serialize: (data) => serialize(context.operationId, answer.status, data),
        caller: context.caller,
        slot,
        missedHeartbeats: 0,
        resume: undefined,
      };
      // Deno would never close the response of a client that has disconnected.
      if (request.socket.destroyed) return end(stream);
      discardBody(request);
      response.writeHead(answer.status, {
        ...apiHeaders,
        ...context.headers,
        ...answer.headers,
        "Content-Type": "text/event-stream",
        "X-Accel-Buffering": "no",
      });
      context.recordAnswer();
      // Writes after a disconnect fail; the "close" event handles the disconnect.
      response.on("error", ignore);
      response.once("close", () => {
        end(stream);
        stream.resume?.();
      });
      if (request.method === "HEAD" || isClosed) {
        end(stream);
        response.end();
        return;
      }
      response.write(streamOpening(slot, answer.headers?.["Last-Event-ID"]));
      add(stream);
      void pump(stream);
    },

    close() {
      isClosed = true;
      for (const stream of open) finish(stream);
    },
  };
}

function ignore(): void {}

/** Ends the events, so that `pump` ends the response. The client gets the remaining events when it resumes. */
function end({ events }: OpenStream): void {
  void events.return?.();
}

function finish(stream: OpenStream): void {
  end(stream);
  if (stream.response.writableNeedDrain) stream.response.destroy();
}

function sendHeartbeat(stream: OpenStream): void {
  const { response } = stream;
  if (!response.writableNeedDrain) {
    stream.missedHeartbeats = 0;
    response.write(heartbeat);
  } else if (++stream.missedHeartbeats >= maxMissedHeartbeats) response.destroy();
}

/** Resolves when the socket can take more, or the client has disconnected. */
function waitForDrain(stream: OpenStream): Promise<void> {
  return new Promise((resolve) => {
    stream.resume = resolve;
    stream.response.once("drain", resolve);
  });
}
