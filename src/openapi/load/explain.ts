import type { Ajv, AnySchemaObject, ErrorObject } from "ajv";
import { isArray, isObject, type Json } from "../json.ts";
import { segmentsOf, valueAt } from "../pointer.ts";

/** Something wrong at a place of the bundled document. */
export interface RuleBreach {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Holds a value against a schema and says what is wrong in words that a person can act on. Where a value may be of several
 * kinds, a validator complains for each of them; here only the kind counts that it comes closest to.
 */
export function explain(ajv: Pick<Ajv, "compile">, schema: AnySchemaObject, node: Json): readonly RuleBreach[] {
  const validate = ajv.compile(schema);
  if (validate(node)) return [];
  const errors: readonly ErrorObject[] = validate.errors ?? [];
  const choices = errors.filter(
    (error, index) =>
      isChoice(error) &&
      !errors.some((other, at) => isChoice(other) && (isBelow(error, other) || (isBeside(error, other) && at > index))),
  );
  const others = errors.filter((error) => !choices.some((choice) => isBelow(error, choice) || isBeside(error, choice)));
  return [...choices.flatMap((choice) => explainChoice(ajv, choice, node)), ...explainOthers(others)];
}

function explainChoice(ajv: Pick<Ajv, "compile">, error: ErrorObject, node: Json): readonly RuleBreach[] {
  const path = pathOf(error);
  const value = valueAt(node, path) ?? null;
  const branches: readonly unknown[] = Array.isArray(error.schema) ? error.schema : [];
  const [closest] = branches
    .filter(isObject)
    .filter((branch) => !String(branch.$ref).endsWith("/Reference") || (isObject(value) && "$ref" in value))
    .map((branch) => explain(ajv, branch, value))
    .sort((a, b) => a.length - b.length);
  if (!closest || closest.length === 0) return [{ path, message: describe(error) }];
  return closest.map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
}

function explainOthers(errors: readonly ErrorObject[]): readonly RuleBreach[] {
  const telling = errors.filter(
    (error) =>
      !isEcho(error) || !errors.some((other) => !isEcho(other) && (isBelow(other, error) || isBeside(other, error))),
  );
  const paths = [...new Set(telling.map(({ instancePath }) => instancePath))];
  return paths.map((instancePath) => {
    const here = telling.filter((error) => error.instancePath === instancePath);
    return { path: segmentsOf(`#${instancePath}`) ?? [], message: [...new Set(here.map(describe))].join("; ") };
  });
}

/** A choice between kinds of which each can be looked at by itself: none is a reference within a larger schema. */
function isChoice({ keyword, schema }: ErrorObject): boolean {
  if ((keyword !== "oneOf" && keyword !== "anyOf") || !Array.isArray(schema)) return false;
  return schema.every((branch) => !isObject(branch) || !String(branch.$ref ?? "").startsWith("#"));
}

/** Errors that follow from others: what fails elsewhere counts as not evaluated here, for example. */
function isEcho({ keyword, propertyName }: ErrorObject): boolean {
  return ["unevaluatedProperties", "if", "oneOf", "anyOf"].includes(keyword) || propertyName !== undefined;
}

function isBelow(error: ErrorObject, other: ErrorObject): boolean {
  return error.instancePath.startsWith(`${other.instancePath}/`);
}

function isBeside(error: ErrorObject, other: ErrorObject): boolean {
  return error.instancePath === other.instancePath;
}

function pathOf({ instancePath }: ErrorObject): readonly string[] {
  return segmentsOf(`#${instancePath}`) ?? [];
}

function describe({ keyword, params, message }: ErrorObject): string {
  const unknown = params.additionalProperty ?? params.unevaluatedProperty ?? params.propertyName;
  if (unknown !== undefined) return `must not have ${JSON.stringify(unknown)}`;
  if (keyword === "enum" && isArray(params.allowedValues)) {
    return `must be one of ${params.allowedValues.map((value) => JSON.stringify(value)).join(", ")}`;
  }
  if (keyword === "const") return `must be ${JSON.stringify(params.allowedValue)}`;
  return message ?? `breaks the rule ${keyword}`;
}
