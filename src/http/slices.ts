import { setImmediate } from "node:timers";

/** Lets a few requests begin in each turn of the event loop; those beyond wait for the next turns, in the order they came. */
export interface Slices {
  begin(request: () => void): void;
  /** Whether few requests are let in anyway, so that they need not wait for turns. */
  setUnderLoad(isUnderLoad: boolean): void;
  /** To be told of each new connection. */
  noteConnection(): void;
  /** How many wait. */
  readonly waiting: number;
}

/*
 * The event loop accepts one connection a turn, since libuv does not accept in a loop. Under load a turn is as long as what
 * came in it takes, so that new clients would wait for seconds where nobody can see them, nor refuse them.
 */
const mostInTurn = 8;
/** While connections wait to be accepted, which shows when turn after turn brings one, turns are as short as can be. */
const turnsInARow = 8;
const mostInShortTurn = 1;
const mostUnderLoad = 32;

export function createSlices(): Slices {
  const waiting: (() => void)[] = [];
  let begun = 0;
  let most = mostInTurn;
  let hasConnection = false;
  let inARow = 0;
  let isUnderLoad = false;

  function begin(request: () => void): void {
    begun++;
    if (begun === 1) setImmediate(endTurn);
    request();
  }

  function endTurn(): void {
    begun = 0;
    inARow = hasConnection ? inARow + 1 : 0;
    hasConnection = false;
    most = isUnderLoad ? mostUnderLoad : inARow < turnsInARow ? mostInTurn : mostInShortTurn;
    while (begun < most) {
      const request = waiting.shift();
      if (!request) return;
      begin(request);
    }
  }

  return {
    get waiting() {
      return waiting.length;
    },
    setUnderLoad(now) {
      isUnderLoad = now;
    },
    noteConnection() {
      hasConnection = true;
    },
    begin(request) {
      if (begun < most) begin(request);
      else waiting.push(request);
    },
  };
}
