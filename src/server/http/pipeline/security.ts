import type { Operation } from "openapi-backend";
import type { Route } from "../../../../generated/operations.ts";
import type { Validation } from "./validation.ts";

/**
 * Reduces an operation's security requirements to none, optional or required.
 * @throws Error for any scheme except one bearer scheme, since the pipeline would not enforce it
 */
export function documentedSecurity(operation: Operation, document: Validation["document"]): Route["security"] {
  const requirements = operation.security ?? [];
  if (requirements.length === 0) return "none";
  for (const requirement of requirements) {
    const names = Object.keys(requirement);
    if (names.length > 1) throw new Error(`it needs several security schemes at once: ${names.join(", ")}`);
    for (const name of names) if (!isBearer(name, document)) throw new Error(`its security scheme ${name} is unknown`);
  }
  return requirements.some((requirement) => Object.keys(requirement).length === 0) ? "optional" : "required";
}

function isBearer(name: string, document: Validation["document"]): boolean {
  const scheme = document.components?.securitySchemes?.[name];
  return scheme !== undefined && "type" in scheme && scheme.type === "http" && scheme.scheme.toLowerCase() === "bearer";
}
