import { executionAsyncResource } from "node:async_hooks";
import { nextTick } from "node:process";
import { isEnabled } from "./ablation.ts";

const retained: object[] = [];

/**
 * Keeps one of the objects that Node makes for each call of `nextTick`. Node makes them by a literal with computed keys. V8
 * forgets how to make such objects fast once a garbage collection finds none of them alive, and never learns it again.
 * To be called before the first garbage collections. See PERFORMANCE.md.
 */
export function keepNextTickFast(): void {
  if (!isEnabled("next-tick")) return;
  nextTick(() => {
    retained.push(executionAsyncResource());
  });
}
