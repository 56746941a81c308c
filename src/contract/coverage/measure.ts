import type { Coverage } from "./coverage.ts";
import { type Kind, kinds } from "./targets.ts";

/** One documented answer, by its operation and status. */
export interface Cell {
  readonly operationId: string;
  readonly status: number;
  readonly state: "provoked" | "missing" | "excused";
  /** Why it cannot be provoked, where it is excused. */
  readonly reason?: string;
}

export interface Measure {
  readonly cells: readonly Cell[];
  /** As `createPost 404`: what a client can bring about and nobody did. */
  readonly missing: readonly string[];
  /** How much of each kind was reached; answers that are excused count as not there. */
  readonly shares: readonly Share[];
}

export interface Share {
  readonly kind: Kind;
  readonly all: number;
  readonly reached: number;
  /** As `createPost body content: maxLength broken`. */
  readonly missing: readonly string[];
}

/** Which answers no client can bring about. */
export type Exclusions = (operationId: string, status: number) => string | undefined;

/** Holds what was reached against everything that the spec says. */
export function measure(coverage: Coverage, excuseOf: Exclusions = coverage.excuseOf): Measure {
  const cells = coverage.targets.flatMap((target): Cell[] => {
    const { kind, operationId, status } = target;
    if (kind !== "status" || status === undefined) return [];
    if (coverage.isReached(target)) return [{ operationId, status, state: "provoked" }];
    const reason = excuseOf(operationId, status);
    return [{ operationId, status, ...(reason === undefined ? { state: "missing" } : { state: "excused", reason }) }];
  });
  const excused = new Set(cells.filter(({ state }) => state === "excused").map(nameOf));
  const shares = kinds.map((kind): Share => {
    const targets = coverage.targets.filter(
      (target) =>
        target.kind === kind && !(target.status !== undefined && excused.has(`${target.operationId} ${target.status}`)),
    );
    const missing = targets.filter((target) => !coverage.isReached(target));
    return {
      kind,
      all: targets.length,
      reached: targets.length - missing.length,
      missing: missing.map(({ operationId, name }) => `${operationId} ${name}`),
    };
  });
  return { cells, missing: cells.filter(({ state }) => state === "missing").map(nameOf), shares };
}

function nameOf({ operationId, status }: Cell): string {
  return `${operationId} ${status}`;
}
