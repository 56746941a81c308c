import { isArray, isObject, type JsonObject } from "../../openapi/json.ts";

/** Whether an operation requires credentials. The requirement `{}` makes them optional. */
export function securityOf(document: JsonObject, operation: JsonObject): "required" | "optional" | "none" {
  const security = operation.security ?? document.security;
  const requirements = isArray(security) ? security.filter(isObject) : [];
  const withScheme = requirements.filter((requirement) => Object.keys(requirement).length > 0);
  if (withScheme.length === 0) return "none";
  return withScheme.length < requirements.length ? "optional" : "required";
}
