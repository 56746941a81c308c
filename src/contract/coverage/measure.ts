import type { Coverage } from "./coverage.ts";
import { type TargetKind, targetKinds } from "./targets.ts";

/** One documented answer, by its operation and status. */
export interface CoverageCell {
  readonly operationId: string;
  readonly status: number;
  readonly state: "provoked" | "missing" | "excluded";
  /** Why it cannot be provoked, where it is excused. */
  readonly reason?: string;
}

export interface CoverageMeasurement {
  readonly cells: readonly CoverageCell[];
  /** As `createPost 404`: what a client can bring about and nobody did. */
  readonly missing: readonly string[];
  /** How much of each kind was reached; answers that are excused count as not there. */
  readonly shares: readonly CoverageShare[];
}

export interface CoverageShare {
  readonly kind: TargetKind;
  readonly total: number;
  readonly reached: number;
  /** As `createPost body content: maxLength broken`. */
  readonly missing: readonly string[];
}

/** Which answers no client can bring about. */
export type ExclusionLookup = (operationId: string, status: number) => string | undefined;

/** Holds what was reached against everything that the spec says. */
export function measureCoverage(coverage: Coverage, exclusionOf: ExclusionLookup = coverage.exclusionOf): CoverageMeasurement {
  const cells = coverage.targets.flatMap((target): CoverageCell[] => {
    const { kind, operationId, status } = target;
    if (kind !== "status" || status === undefined) return [];
    if (coverage.isReached(target)) return [{ operationId, status, state: "provoked" }];
    const reason = exclusionOf(operationId, status);
    return [{ operationId, status, ...(reason === undefined ? { state: "missing" } : { state: "excluded", reason }) }];
  });
  const excluded = new Set(cells.filter(({ state }) => state === "excluded").map(nameOf));
  const shares = targetKinds.map((kind): CoverageShare => {
    const targets = coverage.targets.filter(
      (target) =>
        target.kind === kind && !(target.status !== undefined && excluded.has(`${target.operationId} ${target.status}`)),
    );
    const missing = targets.filter((target) => !coverage.isReached(target));
    return {
      kind,
      total: targets.length,
      reached: targets.length - missing.length,
      missing: missing.map(({ operationId, name }) => `${operationId} ${name}`),
    };
  });
  return { cells, missing: cells.filter(({ state }) => state === "missing").map(nameOf), shares };
}

function nameOf({ operationId, status }: CoverageCell): string {
  return `${operationId} ${status}`;
}
