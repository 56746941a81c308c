import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt, without } from "../../openapi/json.ts";
import { createNames } from "../../openapi/names.ts";
import { type Choice, isDiscriminated, isUnion, valuesFor } from "./choices.ts";
import { reachableFrom, referredSchema, schemaRef, schemasOf, withSchemas } from "./components.ts";

/**
 * A schema with a discriminator and without `oneOf` means itself or any schema that extends it by `allOf`. `Vehicle` becomes the
 * union of these; its own properties move to `VehicleBase`, which they extend instead.
 */
export function extendBases(document: JsonObject): {
  readonly document: JsonObject;
  readonly choices: readonly Choice[];
} {
  const schemas = schemasOf(document);
  const extendersOf = (name: string): readonly string[] =>
    Object.keys(schemas).filter((other) =>
      listAt(schemas[other], "allOf").some((member) => referredSchema(member) === name),
    );
  const roots = Object.keys(schemas).filter((name) => isDiscriminated(schemas[name]) && !isUnion(schemas[name]));
  const family = reachableFrom(roots, extendersOf);
  const names = createNames(Object.keys(schemas));
  const baseNames = new Map(
    Object.keys(schemas)
      .filter((name) => family.has(name) && extendersOf(name).length > 0)
      .map((name) => [name, names.take(`${name}Base`)]),
  );

  const rewritten = Object.entries(schemas).flatMap(([name, schema]): [string, Json][] => {
    const baseName = baseNames.get(name);
    if (!isObject(schema)) return [[name, schema]];
    const extended = { ...schema, ...extendedBases(schema, baseNames) };
    if (baseName === undefined) return [[name, extended]];
    const members = [baseName, ...extendersOf(name)].map((member) => ({ $ref: schemaRef(member) }));
    const { description } = extended;
    return [
      [name, { ...(description === undefined ? {} : { description }), anyOf: members }],
      [baseName, without(extended, "discriminator")],
    ];
  });
  const choices = roots.flatMap((root) =>
    [...reachableFrom([root], extendersOf)]
      .filter((name) => !baseNames.has(name))
      .map((name) => choiceOf(objectAt(schemas[root], "discriminator"), name)),
  );
  return { document: withSchemas(document, Object.fromEntries(rewritten)), choices };
}

function extendedBases(schema: JsonObject, baseNames: ReadonlyMap<string, string>): JsonObject {
  if (schema.allOf === undefined) return {};
  const allOf = listAt(schema, "allOf").map((member) => {
    const baseName = baseNames.get(referredSchema(member) ?? "");
    return baseName === undefined ? member : { $ref: schemaRef(baseName) };
  });
  return { allOf };
}

function choiceOf(discriminator: JsonObject, schema: string): Choice {
  return { schema, property: stringAt(discriminator, "propertyName") ?? "", values: valuesFor(discriminator, schema) };
}
