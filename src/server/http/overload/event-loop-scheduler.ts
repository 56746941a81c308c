import { setImmediate } from "node:timers";

/** Keeps turns of the event loop short: requests beyond a turn's time slice wait, in order of arrival, for the next turns. */
export interface EventLoopScheduler {
  /** Starts a request in this turn or a later one. */
  schedule(request: () => void): void;
  /** Responds to a rejected request, in a batch with others. */
  scheduleRejection(respond: () => void): void;
  /** To be called for each new connection. */
  recordConnection(): void;
  /** How many requests wait to start. */
  readonly waiting: number;
}

/*
 * Node accepts one connection per turn of the event loop. Under load a turn lasts as long as all requests that were read in
 * it, so new clients would wait for seconds in the kernel's queue, where the server can neither see nor reject them.
 */
/** How much time of a turn is spent on starting requests. */
const sliceMs = 1;
/** The slice while more connections wait to be accepted, which shows when each of several consecutive turns brought one. */
const acceptingSliceMs = 0.3;
const turnsUntilAccepting = 8;
/**
 * Rejections are written in batches of this size. The first write of a batch may have to wake the client's process, which
 * costs as much as the rest of a rejection; the other writes find it awake.
 */
const rejectionBatchSize = 32;
/**
 * Rejections beyond this many in a turn are written at its end. A client with a response may send its next request at once,
 * and libuv goes on reading while 1024 sockets at a time are readable, so that the turn would not end.
 */
const maxRejectionsBeforeTurnEnd = 1024;

/** A slice is never shorter than the time spent on rejections in the turn before, so that a flood of those starves no request. */
export function createEventLoopScheduler(now: () => number): EventLoopScheduler {
  const waiting: (() => void)[] = [];
  let rejections: (() => void)[] = [];
  let isTurnOpen = false;
  let currentSliceMs = sliceMs;
  let spentMs = 0;
  let rejectedCount = 0;
  let rejectingMs = 0;
  let hasNewConnection = false;
  let turnsWithConnection = 0;

  function openTurn(): void {
    if (isTurnOpen) return;
    isTurnOpen = true;
    spentMs = 0;
    rejectedCount = 0;
    rejectingMs = 0;
    setImmediate(endTurn);
  }

  function endTurn(): void {
    writeRejections();
    isTurnOpen = false;
    turnsWithConnection = hasNewConnection ? turnsWithConnection + 1 : 0;
    hasNewConnection = false;
    currentSliceMs = Math.max(turnsWithConnection < turnsUntilAccepting ? sliceMs : acceptingSliceMs, rejectingMs);
    if (waiting.length === 0) return;
    openTurn();
    while (spentMs < currentSliceMs) {
      const request = waiting.shift();
      if (!request) return;
      run(request);
    }
  }

  function run(request: () => void): void {
    const startedAt = now();
    request();
    spentMs += now() - startedAt;
  }

  function writeRejections(): void {
    if (rejections.length === 0) return;
    const startedAt = now();
    const batch = rejections;
    rejections = [];
    rejectedCount += batch.length;
    for (const respond of batch) respond();
    rejectingMs += now() - startedAt;
  }

  return {
    get waiting() {
      return waiting.length;
    },
    schedule(request) {
      openTurn();
      if (waiting.length === 0 && spentMs < currentSliceMs) run(request);
      else waiting.push(request);
    },
    scheduleRejection(respond) {
      openTurn();
      rejections.push(respond);
      if (rejections.length >= rejectionBatchSize && rejectedCount < maxRejectionsBeforeTurnEnd) writeRejections();
    },
    recordConnection() {
      openTurn();
      hasNewConnection = true;
    },
  };
}
