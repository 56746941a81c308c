import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt, without } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import type { Difference } from "./change.ts";
import { keyOf } from "./equal.ts";
import { type Documents, differ } from "./location.ts";
import { code, list } from "./words.ts";

/** One security requirement: schemes that are all needed, each with its scopes. */
interface SecurityOption {
  readonly description: string;
  /** The keys describe the schemes. Their names are not used, because they are never sent. */
  readonly schemes: ReadonlyMap<string, readonly string[]>;
}

/** Compares how clients authenticate. */
export function compareSecurity(
  { before, after }: Documents,
  location: string,
  old: JsonObject,
  now: JsonObject,
): readonly Difference[] {
  const [was, is] = [securityOptionsOf(before, old), securityOptionsOf(after, now)];
  const removed = was.filter((option) => !is.some((other) => satisfies(option, other)));
  const added = is.filter((option) => !was.some((other) => satisfies(other, option) && satisfies(option, other)));
  return [
    ...removed.flatMap(({ description, schemes }) =>
      schemes.size === 0
        ? differ(location, `${listed(is)}`, "is now needed", "breaking", "clients that do not authenticate are refused")
        : differ(location, description, "is no longer accepted", "breaking", "clients that use it are refused"),
    ),
    ...(removed.length > 0 ? [] : added).flatMap(({ description }) =>
      differ(location, description, "is now accepted", "compatible", "clients may go on authenticating as before"),
    ),
  ];
}

function securityOptionsOf(document: JsonObject, operation: JsonObject): readonly SecurityOption[] {
  const requirements = operation.security === undefined ? listAt(document, "security") : listAt(operation, "security");
  if (requirements.length === 0) return [securityOptionOf(document, {})];
  return requirements.filter(isObject).map((requirement) => securityOptionOf(document, requirement));
}

function securityOptionOf(document: JsonObject, requirement: JsonObject): SecurityOption {
  const names = Object.keys(requirement);
  const words = names.map((name) => {
    const scopes = listAt(requirement, name);
    return scopes.length === 0 ? code(name) : `${code(name)} with ${list(scopes.map(String))}`;
  });
  return {
    description: names.length === 0 ? "no authentication" : `authentication by ${list(words)}`,
    schemes: new Map(names.map((name) => [schemeOf(document, name), listAt(requirement, name).map(String)])),
  };
}

function schemeOf(document: JsonObject, name: string): string {
  const scheme = resolve(document, objectAt(objectAt(document, "components"), "securitySchemes")[name]);
  if (!isObject(scheme)) return name;
  const known = without(scheme, "description", "bearerFormat", "flows", "openIdConnectUrl");
  const extensions = Object.keys(known).filter((key) => key.startsWith("x-"));
  const caseInsensitive = ["scheme", "name"].map((key) => [key, (stringAt(known, key) ?? "").toLowerCase()]);
  return keyOf({ ...without(known, ...extensions), ...Object.fromEntries(caseInsensitive) });
}

/** Whether credentials for the first option are accepted by the second one, too. */
function satisfies(credentials: SecurityOption, requirement: SecurityOption): boolean {
  return [...requirement.schemes].every(([scheme, scopes]) => {
    const grantedScopes = credentials.schemes.get(scheme);
    return grantedScopes !== undefined && scopes.every((scope) => grantedScopes.includes(scope));
  });
}

function listed(options: readonly SecurityOption[]): string {
  return list(
    options.map(({ description }) => description),
    "or",
  );
}

/** A higher rank allows fewer callers. Values of equal rank allow different callers. */
const ranks: Readonly<Record<string, number>> = { anyone: 0, member: 1, owner: 2, admin: 2 };

/** Compares the values of `x-permission`. */
export function comparePermission(location: string, before: JsonObject, after: JsonObject): readonly Difference[] {
  const { "x-permission": old } = before;
  const { "x-permission": now } = after;
  if (keyOf(old) === keyOf(now)) return [];
  const subject = `the permission ${code("x-permission")}`;
  if (old === undefined || now === undefined) {
    const predicate = now === undefined ? "is no longer documented" : `is now documented: ${said(now)}`;
    return differ(location, subject, predicate, "documentation", "nothing on the wire changes");
  }
  const predicate = `is now ${said(now)}, it was ${said(old)}`;
  const [was, is] = [ranks[String(old)], ranks[String(now)]];
  if (was === undefined || is === undefined) {
    return differ(location, subject, predicate, "breaking", "whether all callers keep their access is unknown");
  }
  return is < was
    ? differ(location, subject, predicate, "compatible", "callers that had access keep it")
    : differ(location, subject, predicate, "breaking", "some callers that had access are refused");
}

function said(permission: Json): string {
  return code(typeof permission === "string" ? permission : JSON.stringify(permission));
}
