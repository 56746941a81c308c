import type { LooseRequest, OperationId } from "./client.ts";
import { absentId } from "./data.ts";
import { type MediaTypeObject, type ParameterObject, resolve, type SchemaObject } from "./document.ts";
import { uniqueId } from "./people.ts";
import type { Operation, Spec } from "./spec.ts";

/** Every operation, with its id as the generated types know it: both come from the same guideline. */
export function operationIds(spec: Spec): OperationId[] {
  return spec.operations.map(({ id }) => id as OperationId);
}

/** A proper request, put together from the spec's own examples. What it names need not exist. */
export function exampleRequest({ parameters, body }: Operation): LooseRequest {
  const path = parameters
    .filter(({ in: place }) => place === "path")
    .map((parameter) => [parameter.name, String(example(parameter))]);
  const media = body?.content["application/json"];
  return { path: Object.fromEntries(path), ...(media ? { body: example(media) } : {}) };
}

/** A proper request that changes nothing of anybody's: the ids in its path are of nothing there is. */
export function harmlessRequest(operation: Operation): LooseRequest {
  const request = exampleRequest(operation);
  const path = Object.keys(request.path ?? {}).map((name) => [name, name === "userId" ? uniqueId() : absentId]);
  return { ...request, path: Object.fromEntries(path) };
}

/** The value of `example`, or of the first of `examples`. @throws Error where there is neither */
function example(holder: ParameterObject | MediaTypeObject): unknown {
  if (holder.example !== undefined) return holder.example;
  const [first] = Object.values(holder.examples ?? {});
  if (!first) throw new Error(`The spec has no example for ${JSON.stringify(holder)}`);
  return first.value;
}

/** A request that the operation must refuse with 400, and the field that the hint must name, where there is one. */
export interface BadRequest {
  readonly what: string;
  readonly request: LooseRequest;
  readonly field?: string;
}

/** One fault a time in an otherwise proper request: in its body, its query, its path or its headers. */
export function badRequests(spec: Spec, operation: Operation): BadRequest[] {
  return [
    ...badBodies(spec, operation),
    ...badQueries(spec, operation),
    ...badPaths(spec, operation),
    ...badHeaders(spec, operation),
  ];
}

function badBodies(spec: Spec, operation: Operation): BadRequest[] {
  const media = operation.body?.content["application/json"];
  if (!media?.schema) return [];
  const proper = harmlessRequest(operation);
  const { value: schema } = resolve<SchemaObject>(spec.document, media.schema, operation.pointer);
  const body = Object(proper.body);
  const texts = ["{", "{'content': 1}", "nul", "{} {}", "\u0000", `${"[".repeat(50_000)}`, '{"a":1,}', "NaN"];
  const wholes: BadRequest[] = [
    ...texts.map((raw) => ({ what: `body ${raw.slice(0, 20)}`, request: { ...proper, body: undefined, raw } })),
    ...[[], [body], "text", 1, true, null].map((value) => ({
      what: `body ${JSON.stringify(value).slice(0, 20)}`,
      request: { ...proper, body: value },
    })),
    { what: "body of broken UTF-8", request: { ...proper, raw: Uint8Array.from([0x22, 0xff, 0xfe, 0x22]) } },
    { what: "an unknown property", request: { ...proper, body: { ...body, surplus: 1 } }, field: "surplus" },
    ...(operation.body?.required ? [{ what: "no body", request: { ...proper, body: undefined, raw: "" } }] : []),
  ];
  const properties = Object.entries(schema.properties ?? {}).flatMap(([field, given]) => {
    const { value } = resolve<SchemaObject>(spec.document, given, operation.pointer);
    const missing = { what: `${field} missing`, request: { ...proper, body: without(body, field) }, field };
    const wrong = badValues(value).map((bad) => ({
      what: `${field}: ${JSON.stringify(bad)?.slice(0, 30)}`,
      request: { ...proper, body: { ...body, [field]: bad } },
      field,
    }));
    return schema.required?.includes(field) ? [missing, ...wrong] : wrong;
  });
  return [...wholes, ...properties];
}

function without(object: object, field: string): object {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
}

/** Values that a JSON schema must not take: of wrong types, and just past each bound. */
function badValues(schema: SchemaObject): unknown[] {
  const { type, nullable, minLength, maxLength, pattern, minimum, maximum, enum: allowed } = schema;
  const values: unknown[] = [[], {}, true];
  if (!nullable) values.push(null);
  if (type === "string") {
    values.push(1);
    if (minLength) values.push("😀".repeat(minLength - 1));
    if (maxLength !== undefined) values.push("😀".repeat(maxLength + 1));
    const filler = "a".repeat(minLength ?? 0);
    if (pattern) values.push(`${filler}\u0000`, `\ud800${filler}`, `${filler}\udc00`);
  } else {
    values.push("1", 1.5, 1e300);
    if (minimum !== undefined) values.push(minimum - 1);
    if (maximum !== undefined) values.push(maximum + 1);
  }
  if (allowed) values.push("none of these");
  return values;
}

function badQueries(spec: Spec, operation: Operation): BadRequest[] {
  const proper = harmlessRequest(operation);
  const refused = (query: string, field: string) => ({ what: `?${query}`, request: { ...proper, query }, field });
  return [
    refused("surplus=1", "surplus"),
    ...operation.parameters
      .filter((parameter) => parameter.in === "query")
      .flatMap((parameter) => {
        const { name } = parameter;
        const once = `${name}=${encodeURIComponent(String(example(parameter)))}`;
        return [
          refused(`${once}&${once}`, name),
          ...badTexts(spec, parameter).map((text) => refused(`${name}=${text}`, name)),
          { what: `?${name}=%zz`, request: { ...proper, query: `${name}=%zz` } },
          refused(`${name.toUpperCase()}=1`, name.toUpperCase()),
        ];
      }),
  ];
}

function badPaths(spec: Spec, operation: Operation): BadRequest[] {
  const proper = harmlessRequest(operation);
  return operation.parameters
    .filter((parameter) => parameter.in === "path")
    .flatMap((parameter) =>
      badTexts(spec, parameter).map((text) => ({
        what: `${parameter.name}: ${text.slice(0, 30)}`,
        request: { ...proper, path: { ...proper.path, [parameter.name]: decodeURIComponent(text) } },
        field: parameter.name,
      })),
    );
}

function badHeaders(spec: Spec, operation: Operation): BadRequest[] {
  const proper = harmlessRequest(operation);
  return operation.parameters
    .filter((parameter) => parameter.in === "header")
    .flatMap((parameter) =>
      badTexts(spec, parameter)
        .filter((text) => /^[\w.-]+$/.test(text))
        .map((text) => ({
          what: `${parameter.name}: ${text.slice(0, 30)}`,
          request: { ...proper, headers: { [parameter.name]: text } },
          field: parameter.name,
        })),
    );
}

/** Percent-encoded texts that a parameter of this schema must not take. */
function badTexts(spec: Spec, { schema = {} }: ParameterObject): string[] {
  const { value } = resolve<SchemaObject>(spec.document, schema, "#");
  const { type, minLength = 0, maxLength, pattern, minimum, maximum } = value;
  if (type === "boolean") return ["1", "yes", "True", "null", "%00"];
  if (type === "string") {
    return [
      ...(minLength > 1 ? ["a".repeat(minLength - 1)] : []),
      ...(maxLength === undefined ? [] : ["a".repeat(maxLength + 1)]),
      ...(pattern ? ["abcd%00", "%F0%9F%98%80abcd", "ab%20cd", "abcd%0A"] : []),
    ];
  }
  const past = [...(minimum === undefined ? [] : [minimum - 1]), ...(maximum === undefined ? [] : [maximum + 1])];
  return ["abc", "1.5", "1e0", "0x1", "%201", "1%20", "%00", "%EF%BC%91", "99999999999999999999", ...past.map(String)];
}
