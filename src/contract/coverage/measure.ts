import type { Coverage } from "./coverage.ts";
import { type TargetKind, targetKinds } from "./targets.ts";

/** One documented answer and whether a run provoked it. */
export interface CoverageCell {
  readonly operationId: string;
  readonly status: number;
  readonly state: "provoked" | "missing" | "excluded";
  /** Why it is excluded. */
  readonly reason?: string;
}

export interface CoverageMeasurement {
  readonly cells: readonly CoverageCell[];
  /** Documented answers that no request provoked and that are not excluded, as `createPost 404`. */
  readonly missing: readonly string[];
  /** The coverage of each kind of target. Excluded answers are not counted. */
  readonly shares: readonly CoverageShare[];
}

export interface CoverageShare {
  readonly kind: TargetKind;
  readonly total: number;
  readonly reached: number;
  /** As `createPost body content: maxLength violated`. */
  readonly missing: readonly string[];
}

/** Returns why an answer is excluded, or undefined. */
export type ExclusionLookup = (operationId: string, status: number) => string | undefined;

/** Compares what was reached with all targets of the spec. */
export function measureCoverage(
  coverage: Coverage,
  exclusionOf: ExclusionLookup = coverage.exclusionOf,
): CoverageMeasurement {
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
        target.kind === kind &&
        !(target.status !== undefined && excluded.has(`${target.operationId} ${target.status}`)),
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
