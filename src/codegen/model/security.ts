import { isArray, isObject, type JsonObject } from "../../openapi/json.ts";

/** Whether an operation asks for credentials. `{}` among its requirements makes them optional; none at all means none. */
export function securityOf(document: JsonObject, operation: JsonObject): "required" | "optional" | "none" {
  const own = operation.security ?? document.security;
  const requirements = isArray(own) ? own.filter(isObject) : [];
  const asking = requirements.filter((requirement) => Object.keys(requirement).length > 0);
  if (asking.length === 0) return "none";
  return asking.length < requirements.length ? "optional" : "required";
}
