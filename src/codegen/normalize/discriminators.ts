import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt, without } from "../../openapi/json.ts";
import { rewriteDocument } from "../../openapi/shape.ts";
import { type Choice, isDiscriminated, isUnion, valuesFor } from "./choices.ts";
import { referredSchema, schemasOf, withSchemas } from "./components.ts";
import { extendBases } from "./inheritance.ts";

/** Replaces discriminators: in each schema that one selects, the property becomes an enum of the values that select it. */
export function resolveDiscriminators(document: JsonObject): JsonObject {
  const { document: extended, choices } = extendBases(document);
  const all = [...choices, ...choicesOfUnions(extended)];
  const schemas = Object.entries(schemasOf(extended)).map(([name, schema]): [string, Json] => {
    const selecting = all.filter((choice) => choice.schema === name);
    const isRestricted = selecting.length > 0 && isObject(schema) && !isUnion(schema);
    return [name, isRestricted ? restrictProperties(schema, selecting) : schema];
  });
  return rewriteDocument(withSchemas(extended, Object.fromEntries(schemas)), (kind, node) =>
    kind === "schema" && isObject(node) ? without(node, "discriminator") : node,
  );
}

function choicesOfUnions(document: JsonObject): readonly Choice[] {
  const choices: Choice[] = [];
  rewriteDocument(document, (kind, node) => {
    if (kind !== "schema" || !isDiscriminated(node)) return node;
    const discriminator = objectAt(node, "discriminator");
    const property = stringAt(discriminator, "propertyName") ?? "";
    for (const member of [...listAt(node, "oneOf"), ...listAt(node, "anyOf")]) {
      const schema = referredSchema(member);
      if (schema !== undefined) choices.push({ schema, property, values: valuesFor(discriminator, schema) });
    }
    return node;
  });
  return choices;
}

function restrictProperties(schema: JsonObject, choices: readonly Choice[]): JsonObject {
  const required = [...new Set(choices.map(({ property }) => property))];
  const properties = Object.fromEntries(
    required.map((name): [string, Json] => {
      const values = choices.filter(({ property }) => property === name).flatMap((choice) => choice.values);
      return [name, { type: "string", enum: [...new Set(values)] }];
    }),
  );
  if (schema.allOf !== undefined) {
    return { ...schema, allOf: [...listAt(schema, "allOf"), { type: "object", properties, required }] };
  }
  return {
    ...schema,
    type: "object",
    properties: { ...objectAt(schema, "properties"), ...properties },
    required: [...new Set([...listAt(schema, "required"), ...required])],
  };
}
