import type { Spec } from "../spec.ts";
import type { ReceivedAnswer } from "../wire.ts";
import { readRequest } from "./request-parts.ts";
import { type CoverageTarget, targetsOf } from "./targets.ts";

/** What a run reached of the spec. */
export interface Coverage {
  /** Notes an answer that passed its checks, with what was asked. */
  add(operationId: string, answer: ReceivedAnswer): void;
  /** Notes that an answer cannot be provoked on this server by this run, and why. */
  excuse(operationId: string, status: number, reason: string): void;
  /** Takes over what another process reached, by `onReached`. */
  restore(key: string): void;
  /** Everything that can be reached, in the spec's order. */
  readonly targets: readonly CoverageTarget[];
  isReached(target: CoverageTarget): boolean;
  /** Why an answer of this operation and status cannot be provoked; undefined where it can. */
  excuseOf(operationId: string, status: number): string | undefined;
}

/** @param onReached is told the key of each target when it is reached first */
export function createCoverage(spec: Spec, onReached: (key: string) => void = () => {}): Coverage {
  const byOperation = new Map(spec.operations.map((operation) => [operation.id, targetsOf(spec, operation)]));
  const open = new Map([...byOperation].map(([id, targets]) => [id, new Set(targets)]));
  const reached = new Set<string>();
  const excuses = new Map<string, string>();

  return {
    add(operationId, answer) {
      const left = open.get(operationId);
      if (!left || left.size === 0) return;
      const request = readRequest(spec.operation(operationId), answer.request);
      for (const target of left) {
        if (!target.isReached(answer, request)) continue;
        left.delete(target);
        const key = keyOf(target);
        if (!reached.has(key)) onReached(key);
        reached.add(key);
      }
    },
    excuse(operationId, status, reason) {
      excuses.set(`${operationId} ${status}`, reason);
    },
    restore(key) {
      reached.add(key);
    },
    targets: [...byOperation.values()].flat(),
    isReached: (target) => reached.has(keyOf(target)),
    excuseOf: (operationId, status) => excuses.get(`${operationId} ${status}`),
  };
}

function keyOf({ kind, operationId, name }: CoverageTarget): string {
  return `${kind}|${operationId}|${name}`;
}
