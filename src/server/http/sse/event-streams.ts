import { setInterval } from "node:timers";
import type { Request, Response } from "express";
import type { Caller } from "../request/caller.ts";
import { discardBody } from "../request/discard-body.ts";
import { requestContextOf } from "../request/request-context.ts";
import type { Answer } from "../response/answer.ts";
import { apiHeaders } from "../response/security-headers.ts";
import type { Serialize } from "../response/serializers.ts";
import { formatEvent, heartbeat, streamOpening } from "./event-format.ts";

/** An answer that lasts: it is written event by event. */
export interface EventAnswer extends Answer {
  /** Its `return` must end a `next` that waits. */
  readonly body: AsyncIterable<unknown>;
}

export interface EventStreams {
  /** Writes an answer until its events end, the client goes, its token is no longer good, or `close`. */
  write(request: Request, response: Response, answer: EventAnswer, serialize: Serialize): void;
  /** Ends all of them, and at once those that come later. */
  close(): void;
}

export interface EventStreamOptions {
  /** Whether a token that was good when the stream began no longer is. It is asked each second for each stream. */
  readonly isOver: (caller: Caller) => boolean;
  /** For what `body` throws; the stream then breaks off. */
  readonly onFault: (fault: unknown, response: Response) => void;
  /** In milliseconds; between two looks at every stream. */
  readonly lookEvery?: number;
}

interface Open {
  readonly response: Response;
  readonly events: AsyncIterator<unknown>;
  readonly serialize: (data: unknown) => string;
  readonly caller: Caller | undefined;
  /** Which of the looks brings it a heartbeat, so that they do not all fall into the same moment. */
  readonly slot: number;
  /** Heartbeats that found what was written before still unread. */
  missed: number;
  goOn: (() => void) | undefined;
}

/** Looks from one heartbeat of a stream to the next: 15 seconds. */
const slots = 15;
const mostMissed = 2;

export function isEventAnswer(answer: Answer): answer is EventAnswer {
  return typeof answer.body === "object" && answer.body !== null && Symbol.asyncIterator in answer.body;
}

/**
 * Server-Sent Events (WHATWG HTML, section 9.2), for many thousand streams at once: one timer serves all of them. An event is
 * asked for when the one before is on its way, so a client that reads slowly costs no memory; one that has read nothing
 * for two heartbeats is cut off.
 */
export function createEventStreams({ isOver, onFault, lookEvery = 1000 }: EventStreamOptions): EventStreams {
  const open = new Set<Open>();
  let looks = 0;
  let opened = 0;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;

  function look(): void {
    looks = (looks + 1) % slots;
    for (const stream of open) {
      if (stream.caller && isOver(stream.caller)) finish(stream);
      else if (stream.slot === looks) beat(stream);
    }
  }

  function add(stream: Open): void {
    open.add(stream);
    timer ??= setInterval(look, lookEvery).unref();
  }

  function remove(stream: Open): void {
    open.delete(stream);
    if (open.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  async function pump(stream: Open): Promise<void> {
    const { response, events } = stream;
    try {
      for (let next = await events.next(); !next.done; next = await events.next()) {
        if (response.write(formatEvent(next.value, stream.serialize))) continue;
        await drained(stream);
        stream.missed = 0;
      }
      response.end();
    } catch (fault) {
      onFault(fault, response);
      response.destroy();
    }
    remove(stream);
  }

  return {
    write(request, response, answer, serialize) {
      const exchange = requestContextOf(response);
      const events = answer.body[Symbol.asyncIterator]();
      const slot = opened++ % slots;
      const stream: Open = {
        response,
        events,
        serialize: (data) => serialize(exchange.operationId, answer.status, data),
        caller: exchange.caller,
        slot,
        missed: 0,
        goOn: undefined,
      };
      // Deno would never close a response that is written to nobody.
      if (request.socket.destroyed) return end(stream);
      discardBody(request);
      response.writeHead(answer.status, {
        ...apiHeaders,
        ...exchange.headers,
        ...answer.headers,
        "Content-Type": "text/event-stream",
        "X-Accel-Buffering": "no",
      });
      exchange.settle();
      // What is written to a client that is gone fails here; that it is gone, "close" tells.
      response.on("error", ignore);
      response.once("close", () => {
        end(stream);
        stream.goOn?.();
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

/** Makes its pump end the answer; what is not sent yet, the client gets when it resumes. */
function end({ events }: Open): void {
  void events.return?.();
}

function finish(stream: Open): void {
  end(stream);
  if (stream.response.writableNeedDrain) stream.response.destroy();
}

function beat(stream: Open): void {
  const { response } = stream;
  if (!response.writableNeedDrain) {
    stream.missed = 0;
    response.write(heartbeat);
  } else if (++stream.missed >= mostMissed) response.destroy();
}

/** Until there is room for more, or the client is gone. */
function drained(stream: Open): Promise<void> {
  return new Promise((resolve) => {
    stream.goOn = resolve;
    stream.response.once("drain", resolve);
  });
}
