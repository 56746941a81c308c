import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { referredSchema } from "./components.ts";

/** The values of a property that lead to a component. */
export interface Choice {
  readonly schema: string;
  readonly property: string;
  readonly values: readonly string[];
}

/** What the mapping has for a component, by reference or by name; without an entry its name is the value. */
export function valuesFor(discriminator: JsonObject, schema: string): readonly string[] {
  const mapped = Object.entries(objectAt(discriminator, "mapping"))
    .filter(([, target]) => typeof target === "string" && (referredSchema({ $ref: target }) ?? target) === schema)
    .map(([value]) => value);
  return mapped.length === 0 ? [schema] : mapped;
}

export function isDiscriminated(schema: Json | undefined): boolean {
  return stringAt(objectAt(schema, "discriminator"), "propertyName") !== undefined;
}

export function isUnion(schema: Json | undefined): boolean {
  return listAt(schema, "oneOf").length > 0 || listAt(schema, "anyOf").length > 0;
}
