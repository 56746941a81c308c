import type { Component, Effect } from "../change.ts";

/** Who sends what a schema describes: clients a request, the server an answer. */
export type Direction = "request" | "answer";

/** How the values that a schema allows have changed; `other` where some are new and some are gone, or nobody can tell. */
export type Change = "narrower" | "wider" | "other";

/** One change within a schema. */
export interface Finding {
  /** From the schema compared to the one that has changed: `["items", "[]", "owner"]`. */
  readonly path: readonly string[];
  readonly predicate: string;
  readonly effect: Effect;
  readonly why: string;
  /** The innermost component that it lies in, and its path from there. */
  readonly component?: { readonly name: string; readonly path: readonly string[] };
  /** Whether `path` is only the shortest of several. */
  readonly hasOtherWays?: boolean;
}

/**
 * A finding whose effect follows from who sends the value: a server must go on accepting what it accepted, and clients
 * must not get what they could not get.
 *
 * @param beyond what is only in one of both: "more", "null"
 */
export function shifted(direction: Direction, shift: Change, predicate: string, beyond: string): Finding {
  return { path: [], predicate, ...verdict(direction, shift, beyond) };
}

function verdict(direction: Direction, shift: Change, beyond: string): Pick<Finding, "effect" | "why"> {
  if (direction === "request") {
    return shift === "wider"
      ? { effect: "compatible", why: "what clients send is still accepted" }
      : { effect: "breaking", why: `clients that send ${beyond} are refused` };
  }
  return shift === "narrower"
    ? { effect: "compatible", why: "clients get nothing that they could not get before" }
    : { effect: "breaking", why: `clients that do not expect ${beyond} may get it` };
}

/** The same as seen from a schema that holds the compared one. */
export function under<Part extends { readonly path: readonly string[] }>(
  segment: string,
  parts: readonly Part[],
): readonly Part[] {
  return parts.map((part) => ({ ...part, path: [segment, ...part.path] }));
}

/** "`items[].owner`", or what the schema as a whole is called. */
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
