import { executionAsyncResource } from "node:async_hooks";
import { nextTick } from "node:process";

/*
 * What Node makes for each call of `nextTick`, of which a request makes several, is an object literal with computed keys. V8
 * remembers how to make those for as long as one of them is alive. Once a collection finds none it forgets, and gives up:
 * each call then takes five times as long, 200 nanoseconds more, until the process ends. So one is kept.
 */
const kept: object[] = [];

/** To be called before much was collected. */
export function keepNextTickFast(): void {
  nextTick(() => {
    kept.push(executionAsyncResource());
  });
}
