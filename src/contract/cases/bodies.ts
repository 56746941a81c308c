import type { Random } from "../../util/seeded-random.ts";
import { type OpenApiDocument, resolveReference, type SchemaObject } from "../document.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { invalidValues } from "./invalid-values.ts";
import { type ValueCase, validValues } from "./valid-values.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A body, its description, and the property that makes it invalid. */
export interface BodyCase {
  readonly description: string;
  readonly value: unknown;
  readonly field?: string;
}

/** Properties that replace or extend the required properties of a body. */
export interface BodyChange {
  readonly description: string;
  readonly change: Fields;
}

export interface BodySchema {
  readonly schema: SchemaObject;
  readonly pointer: string;
  readonly properties: Readonly<Record<string, SchemaObject>>;
  readonly isRequired: boolean;
}

/** The schema of an operation's JSON body, with references resolved. */
export function bodySchema(
  { document }: Spec,
  { body, pointer: operationPointer }: SpecOperation,
): BodySchema | undefined {
  const schemaOrReference = body?.content["application/json"]?.schema;
  if (!schemaOrReference) return undefined;
  const { value: schema, pointer } = resolveReference<SchemaObject>(
    document,
    schemaOrReference,
    `${operationPointer}/requestBody/content/application~1json/schema`,
  );
  return { schema, pointer, properties: propertiesOf(document, schema), isRequired: body?.required ?? false };
}

function propertiesOf(document: OpenApiDocument, { properties = {} }: SchemaObject): Record<string, SchemaObject> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, schemaOrReference]) => [
      name,
      resolveReference<SchemaObject>(document, schemaOrReference, "#").value,
    ]),
  );
}

/**
 * Changes that keep a body valid. The n-th body combines the n-th case of every property, because each body may cost the
 * server a slow password hash. The first body has no optional properties.
 * @param free the properties to vary
 */
export function validChanges({ properties }: BodySchema, free: readonly string[], random: Random): BodyChange[] {
  const varied = free.flatMap((name): [string, ValueCase[]][] => {
    const property = properties[name];
    return property ? [[name, validValues(property, random)]] : [];
  });
  const count = Math.max(0, ...varied.map(([, cases]) => cases.length));
  const rows = Array.from({ length: count }, (_, row) => {
    const chosen = varied.flatMap(([name, cases]) => {
      const valueCase = cases[row % cases.length];
      return valueCase ? [{ name, ...valueCase }] : [];
    });
    return {
      description: chosen.map(({ name, description }) => `${name} ${description}`).join(", "),
      change: Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
    };
  });
  return [{ description: "only the required properties", change: {} }, ...rows];
}

/** JSON bodies that the schema rejects, each for one reason. */
export function invalidBodies({ schema, properties }: BodySchema, base: Fields, random: Random): BodyCase[] {
  const missing = (schema.required ?? []).map((field) => ({
    description: `no ${field}`,
    value: omit(base, [field]),
    field,
  }));
  const wrong = Object.entries(properties).flatMap(([field, property]) =>
    invalidValues(property, random).map(({ description, value }) => ({
      description: `${field} ${description}`,
      value: { ...base, [field]: value },
      field,
    })),
  );
  const renamed = Object.keys(properties).flatMap((field) => {
    const { [field]: value, ...rest } = base;
    return [field.toUpperCase(), `${field} `, `${field}[]`].map((name) => ({
      description: `${JSON.stringify(name)} instead of ${field}`,
      value: { ...rest, [name]: value ?? 1 },
    }));
  });
  const wrongTypes = [[], [base], [[]], "text", JSON.stringify(base), 1, true, null].map((value) => ({
    description: `${JSON.stringify(value).slice(0, 20)} instead of an object`,
    value,
  }));
  const unknownProperties = [
    { description: "an unknown property", value: { ...base, surplus: 1 }, field: "surplus" },
    { description: "an unknown property that is null", value: { ...base, surplus: null }, field: "surplus" },
  ];
  return [...missing, ...wrong, ...renamed, ...unknownProperties, ...wrongTypes];
}

/** Properties that only a server may set, with the names of the guideline and of other APIs. */
const serverProperties = [
  ...["id", "owner", "ownerId", "userId", "isAdmin", "is_admin", "role", "mustChangePassword", "passwordHash"],
  ...["createdAt", "updatedAt", "deletedAt", "isModified", "commentCount", "reactionCounts", "myReaction", "isRead"],
  ...["__proto__", "constructor"],
];

/** The server's properties that the operation does not accept. */
export function forbiddenFields({ properties }: BodySchema): string[] {
  return serverProperties.filter((name) => !Object.hasOwn(properties, name));
}

/** A body reduced to its required properties. */
export function requiredFields({ schema }: BodySchema, body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).filter(([name]) => schema.required?.includes(name)));
}

function omit(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
