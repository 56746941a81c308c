import { type OpenApiDocument, resolveReference, type SchemaObject } from "../document.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import type { Random } from "./alphabet.ts";
import { invalidValues } from "./invalid-values.ts";
import { type ValueCase, validValues } from "./valid-values.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** A body, description is special about it, and the property that it is about. */
export interface BodyCase {
  readonly description: string;
  readonly value: unknown;
  readonly field?: string;
}

/** What a body has instead of or beside its required properties. */
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

/** The schema of an operation's JSON body, its references followed. */
export function bodySchema({ document }: Spec, { body, pointer: at }: SpecOperation): BodySchema | undefined {
  const given = body?.content["application/json"]?.schema;
  if (!given) return undefined;
  const { value: schema, pointer } = resolveReference<SchemaObject>(
    document,
    given,
    `${at}/requestBody/content/application~1json/schema`,
  );
  return { schema, pointer, properties: propertiesOf(document, schema), isRequired: body?.required ?? false };
}

function propertiesOf(document: OpenApiDocument, { properties = {} }: SchemaObject): Record<string, SchemaObject> {
  return Object.fromEntries(
    Object.entries(properties).map(([name, given]) => [
      name,
      resolveReference<SchemaObject>(document, given, "#").value,
    ]),
  );
}

/**
 * What bodies that the schema takes have beside their required properties. The n-th case of every property stands in the n-th
 * body, since a body costs the server a slow hash where it holds a password; and once all that is optional is left out.
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
      const found = cases[row % cases.length];
      return found ? [{ name, ...found }] : [];
    });
    return {
      description: chosen.map(({ name, description }) => `${name} ${description}`).join(", "),
      change: Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
    };
  });
  return [{ description: "what is required and no more", change: {} }, ...rows];
}

/** Bodies of JSON that the schema does not take, each for one reason. */
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
      description: `${JSON.stringify(name)} for ${field}`,
      value: { ...rest, [name]: value ?? 1 },
    }));
  });
  const whole = [[], [base], [[]], "text", JSON.stringify(base), 1, true, null].map((value) => ({
    description: `${JSON.stringify(value).slice(0, 20)} for an object`,
    value,
  }));
  const unknown = [
    { description: "an unknown property", value: { ...base, surplus: 1 }, field: "surplus" },
    { description: "an unknown property that is null", value: { ...base, surplus: null }, field: "surplus" },
  ];
  return [...missing, ...wrong, ...renamed, ...unknown, ...whole];
}

/** What a server keeps and no client sets, in the names of the guideline and of others. */
const serverProperties = [
  ...["id", "owner", "ownerId", "userId", "isAdmin", "is_admin", "role", "mustChangePassword", "passwordHash"],
  ...["createdAt", "updatedAt", "deletedAt", "isModified", "commentCount", "reactionCounts", "myReaction", "isRead"],
  ...["__proto__", "constructor"],
];

/** Those of them that the operation does not take. */
export function forbiddenFields({ properties }: BodySchema): string[] {
  return serverProperties.filter((name) => !Object.hasOwn(properties, name));
}

/** A body with only the properties that it must have. */
export function requiredFields({ schema }: BodySchema, body: Fields): Fields {
  return Object.fromEntries(Object.entries(body).filter(([name]) => schema.required?.includes(name)));
}

function omit(fields: Fields, names: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
