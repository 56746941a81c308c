import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt, without } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { keyOf } from "./equal.ts";
import { type Documents, differ } from "./location.ts";
import { code, list } from "./words.ts";

/** One way to be let in: schemes that are all needed, each with its scopes. */
interface Way {
  readonly words: string;
  /** By what the scheme is and not by its name, which is never sent. */
  readonly schemes: ReadonlyMap<string, readonly string[]>;
}

/** Compares how clients authenticate. */
export function compareSecurity(
  { before, after }: Documents,
  place: string,
  old: JsonObject,
  now: JsonObject,
): readonly Difference[] {
  const [was, is] = [waysOf(before, old), waysOf(after, now)];
  const lost = was.filter((way) => !is.some((other) => suffices(way, other)));
  const won = is.filter((way) => !was.some((other) => suffices(other, way) && suffices(way, other)));
  return [
    ...lost.flatMap(({ words, schemes }) =>
      schemes.size === 0
        ? differ(place, `${listed(is)}`, "is now needed", "breaking", "clients that do not authenticate are refused")
        : differ(place, words, "no longer suffices", "breaking", "clients that authenticate so are refused"),
    ),
    ...(lost.length > 0 ? [] : won).flatMap(({ words }) =>
      differ(place, words, "now suffices", "compatible", "clients may go on authenticating as before"),
    ),
  ];
}

function waysOf(document: JsonObject, operation: JsonObject): readonly Way[] {
  const requirements = operation.security === undefined ? listAt(document, "security") : listAt(operation, "security");
  if (requirements.length === 0) return [wayOf(document, {})];
  return requirements.filter(isObject).map((requirement) => wayOf(document, requirement));
}

function wayOf(document: JsonObject, requirement: JsonObject): Way {
  const names = Object.keys(requirement);
  const words = names.map((name) => {
    const scopes = listAt(requirement, name);
    return scopes.length === 0 ? code(name) : `${code(name)} with ${list(scopes.map(String))}`;
  });
  return {
    words: names.length === 0 ? "no authentication" : `authentication by ${list(words)}`,
    schemes: new Map(names.map((name) => [schemeOf(document, name), listAt(requirement, name).map(String)])),
  };
}

function schemeOf(document: JsonObject, name: string): string {
  const scheme = resolve(document, objectAt(objectAt(document, "components"), "securitySchemes")[name]);
  if (!isObject(scheme)) return name;
  const known = without(scheme, "description", "bearerFormat", "flows", "openIdConnectUrl");
  const extensions = Object.keys(known).filter((key) => key.startsWith("x-"));
  const told = ["scheme", "name"].map((key) => [key, (stringAt(known, key) ?? "").toLowerCase()]);
  return keyOf({ ...without(known, ...extensions), ...Object.fromEntries(told) });
}

/** Whether whoever is let in by the first way is let in by the second, too. */
function suffices(held: Way, wanted: Way): boolean {
  return [...wanted.schemes].every(([scheme, scopes]) => {
    const had = held.schemes.get(scheme);
    return had !== undefined && scopes.every((scope) => had.includes(scope));
  });
}

function listed(ways: readonly Way[]): string {
  return list(
    ways.map(({ words }) => words),
    "or",
  );
}

/** How few callers each value of `x-permission` lets in; those of one rank let in different ones. */
const ranks: Readonly<Record<string, number>> = { anyone: 0, member: 1, owner: 2, admin: 2 };

/** Compares what `x-permission` says of who may. */
export function comparePermission(place: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  const { "x-permission": old } = before;
  const { "x-permission": now } = after;
  if (keyOf(old) === keyOf(now)) return [];
  const subject = `the permission ${code("x-permission")}`;
  if (old === undefined || now === undefined) {
    const predicate = now === undefined ? "is no longer documented" : `is now documented: ${said(now)}`;
    return differ(place, subject, predicate, "documentation", "nothing on the wire changes");
  }
  const predicate = `is now ${said(now)}, it was ${said(old)}`;
  const [was, is] = [ranks[String(old)], ranks[String(now)]];
  if (was === undefined || is === undefined) {
    return differ(place, subject, predicate, "breaking", "nobody can tell whether all who could still may");
  }
  return is < was
    ? differ(place, subject, predicate, "compatible", "whoever could still may")
    : differ(place, subject, predicate, "breaking", "some who could are refused");
}

function said(permission: Json): string {
  return code(typeof permission === "string" ? permission : JSON.stringify(permission));
}
