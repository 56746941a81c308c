import type { Spec } from "../spec.ts";
import type { ReceivedAnswer } from "../wire.ts";
import { parseRequest } from "./request-parts.ts";
import { type CoverageTarget, targetsOf } from "./targets.ts";

/** Records which parts of the spec a run has covered. */
export interface Coverage {
  /** Records an answer that passed its checks. */
  record(operationId: string, answer: ReceivedAnswer): void;
  /** Excludes an answer that this run cannot provoke on this server. */
  exclude(operationId: string, status: number, reason: string): void;
  /** Marks a target that another process reported with `onReached`. */
  restore(key: string): void;
  /** All targets, in the order of the spec. */
  readonly targets: readonly CoverageTarget[];
  isReached(target: CoverageTarget): boolean;
  /** Why an answer is excluded; undefined if it is not. */
  exclusionOf(operationId: string, status: number): string | undefined;
}

/** @param onReached receives the key of each target when it is first reached */
export function createCoverage(spec: Spec, onReached: (key: string) => void = () => {}): Coverage {
  const byOperation = new Map(spec.operations.map((operation) => [operation.id, targetsOf(spec, operation)]));
  const unreached = new Map([...byOperation].map(([id, targets]) => [id, new Set(targets)]));
  const reached = new Set<string>();
  const exclusions = new Map<string, string>();

  return {
    record(operationId, answer) {
      const targets = unreached.get(operationId);
      if (!targets || targets.size === 0) return;
      const request = parseRequest(spec.operation(operationId), answer.request);
      for (const target of targets) {
        if (!target.isReached(answer, request)) continue;
        targets.delete(target);
        const key = keyOf(target);
        if (!reached.has(key)) onReached(key);
        reached.add(key);
      }
    },
    exclude(operationId, status, reason) {
      exclusions.set(`${operationId} ${status}`, reason);
    },
    restore(key) {
      reached.add(key);
    },
    targets: [...byOperation.values()].flat(),
    isReached: (target) => reached.has(keyOf(target)),
    exclusionOf: (operationId, status) => exclusions.get(`${operationId} ${status}`),
  };
}

function keyOf({ kind, operationId, name }: CoverageTarget): string {
  return `${kind}|${operationId}|${name}`;
}
