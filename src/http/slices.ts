import { setImmediate } from "node:timers";

/** Lets a few requests begin in each turn of the event loop; those beyond wait for the next turns, in the order they came. */
export interface Slices {
  begin(request: () => void): void;
  /** How many wait. */
  readonly waiting: number;
}

/**
 * The event loop accepts one connection a turn, since libuv does not accept in a loop. Under load a turn is as long as what
 * came in it takes, so that new clients would wait for seconds where nobody can see them, nor refuse them.
 */
const mostInTurn = 8;

export function createSlices(): Slices {
  const waiting: (() => void)[] = [];
  let begun = 0;

  function begin(request: () => void): void {
    begun++;
    if (begun === 1) setImmediate(endTurn);
    request();
  }

  function endTurn(): void {
    begun = 0;
    while (begun < mostInTurn) {
      const request = waiting.shift();
      if (!request) return;
      begin(request);
    }
  }

  return {
    get waiting() {
      return waiting.length;
    },
    begin(request) {
      if (begun < mostInTurn) begin(request);
      else waiting.push(request);
    },
  };
}
