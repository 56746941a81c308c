import type { JsonObject } from "../../openapi/json.ts";
import { count } from "../words.ts";
import { type Direction, type Finding, shifted } from "./finding.ts";

interface Limit {
  readonly least: string;
  readonly most: string;
  readonly verb: "have" | "be";
  readonly more: string;
  readonly fewer: string;
  readonly noun?: string;
}

const limits: readonly Limit[] = [
  { least: "minLength", most: "maxLength", verb: "have", more: "more", fewer: "less", noun: "character" },
  { least: "minItems", most: "maxItems", verb: "have", more: "more", fewer: "fewer", noun: "item" },
  { least: "minProperties", most: "maxProperties", verb: "have", more: "more", fewer: "fewer", noun: "property" },
  { least: "minContains", most: "maxContains", verb: "have", more: "more", fewer: "fewer", noun: "such item" },
  { least: "minimum", most: "maximum", verb: "be", more: "more", fewer: "less" },
];

/** A bound and whether it is excluded itself. */
interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}

export function compareLimits(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  return limits.flatMap((limit) => [
    ...compareBound(direction, limit, "most", before, after),
    ...compareBound(direction, limit, "least", before, after),
  ]);
}

function compareBound(
  direction: Direction,
  limit: Limit,
  side: "most" | "least",
  before: JsonObject,
  after: JsonObject,
): readonly Finding[] {
  const old = boundOf(before, limit[side]);
  const now = boundOf(after, limit[side]);
  const difference = orderOf(now, side) - orderOf(old, side);
  if (difference === 0 || Number.isNaN(difference)) return [];
  const isWider = side === "most" ? difference > 0 : difference < 0;
  const beyond = side === "most" ? limit.more : limit.fewer;
  return [shifted(direction, isWider ? "wider" : "narrower", predicate(limit, side, old, now), beyond)];
}

function boundOf(schema: JsonObject, name: string): Bound | undefined {
  const inclusive = schema[name];
  const exclusive = schema[`exclusive${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  const bounds = [
    ...(typeof inclusive === "number" ? [{ value: inclusive, isExclusive: false }] : []),
    ...(typeof exclusive === "number" ? [{ value: exclusive, isExclusive: true }] : []),
  ];
  const isMost = name.startsWith("max");
  return bounds.sort((a, b) => (isMost ? a.value - b.value : b.value - a.value) || (a.isExclusive ? -1 : 1))[0];
}

/** A number that grows with the bound; an excluded one lies just inside of the same included. */
function orderOf(bound: Bound | undefined, side: "most" | "least"): number {
  const sign = side === "most" ? 1 : -1;
  if (!bound) return side === "most" ? Number.MAX_VALUE : -Number.MAX_VALUE;
  const step = Math.max(Math.abs(bound.value) * Number.EPSILON, Number.MIN_VALUE);
  return bound.isExclusive ? bound.value - sign * step : bound.value;
}

function predicate(limit: Limit, side: "most" | "least", old: Bound | undefined, now: Bound | undefined): string {
  const was = old ? `it was ${amount(old, side)}` : "there was no limit";
  if (!now) return `has no limit ${side === "most" ? "upwards" : "downwards"} any more, ${was}`;
  const modal = side === "most" ? "may" : "must";
  const noun = limit.noun === undefined ? "" : ` ${count(now.value, limit.noun).replace(/^\S+ /, "")}`;
  return `${modal} now ${limit.verb} ${words(side, now)}${noun}, ${was}`;
}

function words(side: "most" | "least", { value, isExclusive }: Bound): string {
  if (isExclusive) return `${side === "most" ? "less" : "more"} than ${value}`;
  return `at ${side} ${value}`;
}

function amount(bound: Bound, side: "most" | "least"): string {
  return bound.isExclusive ? words(side, bound) : String(bound.value);
}
