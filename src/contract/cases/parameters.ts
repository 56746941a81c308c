import type { Random } from "../../util/seeded-random.ts";
import type { LooseRequest } from "../client.ts";
import { type ParameterObject, resolveReference, type SchemaObject } from "../document.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import { invalidValues } from "./invalid-values.ts";
import { validValues } from "./valid-values.ts";

/** A text for one parameter, before percent-encoding. */
export interface TextCase {
  readonly parameter: ParameterObject;
  readonly description: string;
  readonly text: string;
}

export function schemaOf({ document }: Spec, { schema = {} }: ParameterObject): SchemaObject {
  return resolveReference<SchemaObject>(document, schema, "#").value;
}

/** Texts that a parameter accepts. Parameters that are opaque to clients, such as cursors, are skipped. */
export function validTexts(
  spec: Spec,
  operation: SpecOperation,
  opaque: readonly string[],
  random: Random,
): TextCase[] {
  return operation.parameters
    .filter(({ name }) => !opaque.includes(name))
    .flatMap((parameter) =>
      validValues(schemaOf(spec, parameter), random).map(({ description, value }) => ({
        parameter,
        description: `${parameter.name} ${description}`,
        text: String(value),
      })),
    );
}

/** Texts that a parameter rejects, each for one reason, and that can be sent at its location. */
export function invalidTexts(spec: Spec, operation: SpecOperation, random: Random): TextCase[] {
  return operation.parameters.flatMap((parameter) =>
    invalidTextsOf(schemaOf(spec, parameter), random)
      .filter(({ text }) => canBeSent(parameter, text))
      .map(({ description, text }) => ({ parameter, description: `${parameter.name} ${description}`, text })),
  );
}

function invalidTextsOf(schema: SchemaObject, random: Random): { description: string; text: string }[] {
  const toCase = (text: string) => ({ description: JSON.stringify(text), text });
  if (schema.type === "boolean") return ["1", "0", "yes", "True", "TRUE", "null", "", "\u0000", "true "].map(toCase);
  // A parameter is always a text, so a wrong JSON type cannot occur.
  const values = invalidValues(schema, random)
    .filter(({ keyword }) => keyword !== "type")
    .map(({ description, value }) => ({ description, text: String(value) }));
  if (schema.type === "string") return values;
  return [...values, ...lenientNumbers.map(toCase)];
}

/** Texts that a lenient parser accepts as a number. */
const lenientNumbers = [
  "abc",
  "",
  " 1",
  "1 ",
  "1.5",
  "1e0",
  "0x1",
  "1,2",
  "--1",
  "１",
  "1\u0000",
  "null",
  "99999999999999999999",
];

/** Empty segments, dots and slashes would address another path; headers and URLs cannot carry all characters. */
function canBeSent({ in: location }: ParameterObject, text: string): boolean {
  if (/[\ud800-\udfff]/u.test(text)) return false;
  if (location === "path") return text !== "" && !/^\.+$/.test(text) && !/[/\\]/.test(text);
  if (location === "header") return /^[!-~]+$/.test(text);
  return true;
}

/** Query strings that every operation rejects, and the name that the hint must contain, if any. */
export function invalidQueries({
  parameters,
}: SpecOperation): { description: string; query: string; field?: string }[] {
  const perParameter = parameters
    .filter((parameter) => parameter.in === "query")
    .flatMap(({ name, example }) => {
      const once = `${name}=${encodeURIComponent(String(example))}`;
      return [
        { description: `${name} twice`, query: `${once}&${once}`, field: name },
        {
          description: `${name} twice, once escaped`,
          query: `${once}&${escapeFirst(name)}=${encodeURIComponent(String(example))}`,
          field: name,
        },
        {
          description: `${name} in capitals`,
          query: once.replace(name, name.toUpperCase()),
          field: name.toUpperCase(),
        },
        { description: `${name}[]`, query: once.replace(name, `${name}[]`) },
        { description: `${name}[a]`, query: once.replace(name, `${name}[a]`) },
        { description: `${name} with a malformed percent-encoding`, query: `${name}=%zz` },
        { description: `${name} that is not UTF-8`, query: `${name}=%ff%fe` },
        { description: `${name} with an incomplete percent-encoding`, query: `${name}=%4` },
      ];
    });
  return [
    { description: "an unknown parameter", query: "surplus=1", field: "surplus" },
    { description: "an unknown parameter without a value", query: "surplus", field: "surplus" },
    { description: "a name with a malformed percent-encoding", query: "%zz=1" },
    { description: "the name __proto__", query: "__proto__=1", field: "__proto__" },
    ...perParameter,
  ];
}

function escapeFirst(name: string): string {
  return `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
}

/** Sets one parameter of a request. */
export function withParameterText(
  request: LooseRequest,
  { in: location, name }: ParameterObject,
  text: string,
): LooseRequest {
  if (location === "path") return { ...request, path: { ...request.path, [name]: text } };
  if (location === "header") return { ...request, headers: { ...request.headers, [name]: text } };
  return { ...request, query: { ...Object(request.query), [name]: text } };
}
