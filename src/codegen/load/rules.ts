import { type Config, createConfig } from "@redocly/openapi-core";

/** What makes a document invalid, by the rules of the OpenAPI specification; no matters of taste. */
const validity = [
  "struct",
  "no-unresolved-refs",
  "operation-operationId-unique",
  "operation-parameters-unique",
  "path-parameters-defined",
  "path-declaration-must-exist",
  "no-identical-paths",
] as const;

export async function ruleSet(rules: readonly string[] = validity): Promise<Config> {
  return createConfig({ rules: Object.fromEntries(rules.map((rule) => [rule, "error" as const])) });
}
