import { setImmediate } from "node:timers";

/** Keeps turns of the event loop short: what is beyond a slice of one waits for the next turns, in the order it came. */
export interface EventLoopScheduler {
  /** Begins with a request. */
  begin(request: () => void): void;
  /** Answers one that is turned away, with others. */
  refuse(answer: () => void): void;
  /** To be told of each new connection. */
  noteConnection(): void;
  /** How many wait to begin. */
  readonly waiting: number;
}

/*
 * The event loop accepts one connection a turn, since libuv does not accept in a loop. Under load a turn is as long as what
 * came in it takes, so that new clients would wait for seconds where nobody can see them, nor refuse them.
 */
/** In milliseconds, for requests that begin. */
const usualSlice = 1;
/** While connections wait to be accepted, which shows when turn after turn brings one, turns are short. */
const shortSlice = 0.3;
const turnsInARow = 8;
/**
 * Those who are turned away are answered so many at a time, or at a turn's end: a write that wakes a process which waits
 * takes as long as all else that a refusal takes, and while more are written it stays awake. Thousands at a time would
 * live through collections of young garbage instead.
 */
const refusedTogether = 32;
/**
 * After so many in a turn the others are answered at its end. Whoever has an answer may send the next request at once, and
 * while 1024 connections at a time have something to read libuv reads on, so that the turn would last.
 */
const mostBeforeEnd = 1024;

/** A slice is never shorter than it took to turn others away, so that a flood of those does not keep the rest from beginning. */
export function createEventLoopScheduler(now: () => number): EventLoopScheduler {
  const waiting: (() => void)[] = [];
  let refusals: (() => void)[] = [];
  let isTurn = false;
  let slice = usualSlice;
  let spent = 0;
  let refused = 0;
  let refusing = 0;
  let hasConnection = false;
  let inARow = 0;

  function noteTurn(): void {
    if (isTurn) return;
    isTurn = true;
    spent = 0;
    refused = 0;
    refusing = 0;
    setImmediate(endTurn);
  }

  function endTurn(): void {
    turnAway();
    isTurn = false;
    inARow = hasConnection ? inARow + 1 : 0;
    hasConnection = false;
    slice = Math.max(inARow < turnsInARow ? usualSlice : shortSlice, refusing);
    if (waiting.length === 0) return;
    noteTurn();
    while (spent < slice) {
      const request = waiting.shift();
      if (!request) return;
      run(request);
    }
  }

  function run(request: () => void): void {
    const from = now();
    request();
    spent += now() - from;
  }

  function turnAway(): void {
    if (refusals.length === 0) return;
    const from = now();
    const answers = refusals;
    refusals = [];
    refused += answers.length;
    for (const answer of answers) answer();
    refusing += now() - from;
  }

  return {
    get waiting() {
      return waiting.length;
    },
    begin(request) {
      noteTurn();
      if (waiting.length === 0 && spent < slice) run(request);
      else waiting.push(request);
    },
    refuse(answer) {
      noteTurn();
      refusals.push(answer);
      if (refusals.length >= refusedTogether && refused < mostBeforeEnd) turnAway();
    },
    noteConnection() {
      noteTurn();
      hasConnection = true;
    },
  };
}
