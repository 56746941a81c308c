import type { JsonObject } from "../../openapi/json.ts";
import { count } from "../words.ts";
import { type Direction, type Finding, findingFor } from "./finding.ts";

interface Limit {
  readonly min: string;
  readonly max: string;
  readonly verb: "have" | "be";
  readonly more: string;
  readonly fewer: string;
  readonly noun?: string;
}

const limits: readonly Limit[] = [
  { min: "minLength", max: "maxLength", verb: "have", more: "more", fewer: "less", noun: "character" },
  { min: "minItems", max: "maxItems", verb: "have", more: "more", fewer: "fewer", noun: "item" },
  { min: "minProperties", max: "maxProperties", verb: "have", more: "more", fewer: "fewer", noun: "property" },
  { min: "minContains", max: "maxContains", verb: "have", more: "more", fewer: "fewer", noun: "such item" },
  { min: "minimum", max: "maximum", verb: "be", more: "more", fewer: "less" },
];

/** A bound and whether it is excluded itself. */
interface Bound {
  readonly value: number;
  readonly isExclusive: boolean;
}

export function compareLimits(direction: Direction, before: JsonObject, after: JsonObject): readonly Finding[] {
  return limits.flatMap((limit) => [
    ...compareBound(direction, limit, "max", before, after),
    ...compareBound(direction, limit, "min", before, after),
  ]);
}

function compareBound(
  direction: Direction,
  limit: Limit,
  side: "max" | "min",
  before: JsonObject,
  after: JsonObject,
): readonly Finding[] {
  const old = boundOf(before, limit[side]);
  const now = boundOf(after, limit[side]);
  const difference = orderOf(now, side) - orderOf(old, side);
  if (difference === 0 || Number.isNaN(difference)) return [];
  const isWider = side === "max" ? difference > 0 : difference < 0;
  const beyond = side === "max" ? limit.more : limit.fewer;
  return [findingFor(direction, isWider ? "wider" : "narrower", predicate(limit, side, old, now), beyond)];
}

function boundOf(schema: JsonObject, name: string): Bound | undefined {
  const inclusive = schema[name];
  const exclusive = schema[`exclusive${name.charAt(0).toUpperCase()}${name.slice(1)}`];
  const bounds = [
    ...(typeof inclusive === "number" ? [{ value: inclusive, isExclusive: false }] : []),
    ...(typeof exclusive === "number" ? [{ value: exclusive, isExclusive: true }] : []),
  ];
  const isUpper = name.startsWith("max");
  return bounds.sort((a, b) => (isUpper ? a.value - b.value : b.value - a.value) || (a.isExclusive ? -1 : 1))[0];
}

/** A number to order bounds by. An exclusive bound is one floating-point step inside the inclusive one. */
function orderOf(bound: Bound | undefined, side: "max" | "min"): number {
  const sign = side === "max" ? 1 : -1;
  if (!bound) return side === "max" ? Number.MAX_VALUE : -Number.MAX_VALUE;
  const step = Math.max(Math.abs(bound.value) * Number.EPSILON, Number.MIN_VALUE);
  return bound.isExclusive ? bound.value - sign * step : bound.value;
}

function predicate(limit: Limit, side: "max" | "min", old: Bound | undefined, now: Bound | undefined): string {
  const was = old ? `it was ${amount(old, side)}` : "there was no limit";
  if (!now) return `has no limit ${side === "max" ? "upwards" : "downwards"} any more, ${was}`;
  const modal = side === "max" ? "may" : "must";
  const noun = limit.noun === undefined ? "" : ` ${count(now.value, limit.noun).replace(/^\S+ /, "")}`;
  return `${modal} now ${limit.verb} ${words(side, now)}${noun}, ${was}`;
}

function words(side: "max" | "min", { value, isExclusive }: Bound): string {
  if (isExclusive) return `${side === "max" ? "less" : "more"} than ${value}`;
  return `at ${side === "max" ? "most" : "least"} ${value}`;
}

function amount(bound: Bound, side: "max" | "min"): string {
  return bound.isExclusive ? words(side, bound) : String(bound.value);
}
