import type { Component, Effect } from "../change.ts";

/** Who sends what a schema describes: clients a request, the server an answer. */
export type Direction = "request" | "answer";

/** How the set of allowed values has changed; `other` if values were both added and removed, or if that is unknown. */
export type ValueSetChange = "narrower" | "wider" | "other";

/** One change within a schema. */
export interface Finding {
  /** From the compared schema to the changed one: `["items", "[]", "owner"]`. */
  readonly path: readonly string[];
  readonly predicate: string;
  readonly effect: Effect;
  readonly why: string;
  /** The innermost component that contains the change, and the path inside it. */
  readonly component?: { readonly name: string; readonly path: readonly string[] };
  /** Whether other paths lead to the same change. `path` is the shortest. */
  readonly hasOtherPaths?: boolean;
}

/**
 * A finding whose effect follows from the direction: a server must still accept every request that it accepted, and must not
 * send values that it could not send.
 *
 * @param beyond the values that only one of both schemas allows: "more", "null"
 */
export function findingFor(direction: Direction, change: ValueSetChange, predicate: string, beyond: string): Finding {
  return { path: [], predicate, ...verdict(direction, change, beyond) };
}

function verdict(direction: Direction, change: ValueSetChange, beyond: string): Pick<Finding, "effect" | "why"> {
  if (direction === "request") {
    return change === "wider"
      ? { effect: "compatible", why: "what clients send is still accepted" }
      : { effect: "breaking", why: `clients that send ${beyond} are refused` };
  }
  return change === "narrower"
    ? { effect: "compatible", why: "clients get nothing that they could not get before" }
    : { effect: "breaking", why: `clients that do not expect ${beyond} may get it` };
}

/** Prepends a path segment to each part. */
export function under<Part extends { readonly path: readonly string[] }>(
  segment: string,
  parts: readonly Part[],
): readonly Part[] {
  return parts.map((part) => ({ ...part, path: [segment, ...part.path] }));
}

/** "`items[].owner`", or `whole` for an empty path. */
export function subjectOf(path: readonly string[], whole: string): string {
  if (path.length === 0) return whole;
  return `\`${path
    .map((segment) => (segment === "[]" ? segment : `.${segment}`))
    .join("")
    .replace(/^\./, "")}\``;
}

export function componentOf({ component }: Finding): Component | undefined {
  if (!component) return undefined;
  const { name, path } = component;
  return { name, subject: path.length === 0 ? `\`${name}\`` : subjectOf([name, ...path], "") };
}
