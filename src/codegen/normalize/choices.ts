import { type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { referredSchema } from "./components.ts";

/** The values of a discriminator's property that select a component. */
export interface Choice {
  readonly schema: string;
  readonly property: string;
  readonly values: readonly string[];
}

/** The values that a discriminator maps to a component; the component's name if the mapping does not have it. */
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
