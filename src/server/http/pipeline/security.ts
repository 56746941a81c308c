import type { Operation } from "openapi-backend";
import type { Route } from "../../../../generated/operations.ts";
import type { Validation } from "./validation.ts";

/**
 * What an operation's security requirements come to, where they name nothing but one bearer scheme.
 * @throws Error for any other requirement, since nobody here would enforce it.
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
