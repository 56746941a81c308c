import type { Change } from "./change.ts";

/** The part of a semantic version that must be increased. */
export type Step = "major" | "minor" | "patch" | "none";

export interface Versions {
  readonly before: string;
  readonly after: string;
  /** What the changes require. */
  readonly step: Step;
  /** The lowest version that is sufficient. */
  readonly suggested: string;
  /** Whether `after` is `suggested` or later. */
  readonly isEnough: boolean;
}

/**
 * The version that changes require by semantic versioning (https://semver.org): a new major for breaking changes, a new
 * minor for compatible ones, a new patch for documentation. Before 1.0.0 a new minor is sufficient for any change.
 */
export function suggestVersion(changes: readonly Change[], before: string, after: string): Versions {
  const step = stepFor(changes);
  const [old, now] = [parse(before), parse(after)];
  if (!old || !now) {
    return { before, after, step, suggested: "another", isEnough: step === "none" || before !== after };
  }
  const minVersion = next(old, step);
  return { before, after, step, suggested: minVersion.join("."), isEnough: order(now, minVersion) >= 0 };
}

function stepFor(changes: readonly Change[]): Step {
  const effects = new Set(changes.map(({ effect }) => effect));
  if (effects.has("breaking")) return "major";
  if (effects.has("compatible")) return "minor";
  return effects.has("documentation") ? "patch" : "none";
}

type Numbers = readonly [major: number, minor: number, patch: number];

/** A suffix such as `-rc.1` is ignored. */
function parse(version: string): Numbers | undefined {
  const [, major, minor, patch] = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(version) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor ?? 0), Number(patch ?? 0)];
}

function next([major, minor, patch]: Numbers, step: Step): Numbers {
  switch (step) {
    case "major":
      return major === 0 ? [0, minor + 1, 0] : [major + 1, 0, 0];
    case "minor":
      return [major, minor + 1, 0];
    case "patch":
      return [major, minor, patch + 1];
    case "none":
      return [major, minor, patch];
  }
}

function order(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
