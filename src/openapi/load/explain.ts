import type { Ajv, AnySchemaObject, ErrorObject } from "ajv";
import { isArray, isObject, type Json } from "../json.ts";
import { segmentsOf, valueAt } from "../pointer.ts";

/** A rule that the bundled document breaks, and where. */
export interface RuleBreach {
  readonly path: readonly string[];
  readonly message: string;
}

/**
 * Validates a value against a schema and describes the errors. For a `oneOf` or `anyOf`, Ajv reports the errors of every branch;
 * this function reports only those of the branch with the fewest errors.
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
  return closest.map((breach) => ({ ...breach, path: [...path, ...breach.path] }));
}

function explainOthers(errors: readonly ErrorObject[]): readonly RuleBreach[] {
  const causes = errors.filter(
    (error) =>
      !isFollowUp(error) ||
      !errors.some((other) => !isFollowUp(other) && (isBelow(other, error) || isBeside(other, error))),
  );
  const paths = [...new Set(causes.map(({ instancePath }) => instancePath))];
  return paths.map((instancePath) => {
    const messages = causes.filter((error) => error.instancePath === instancePath).map(describe);
    return { path: segmentsOf(`#${instancePath}`) ?? [], message: [...new Set(messages)].join("; ") };
  });
}

/** A `oneOf` or `anyOf` whose branches can be compiled by themselves: none is a reference within a larger schema. */
function isChoice({ keyword, schema }: ErrorObject): boolean {
  if ((keyword !== "oneOf" && keyword !== "anyOf") || !Array.isArray(schema)) return false;
  return schema.every((branch) => !isObject(branch) || !String(branch.$ref ?? "").startsWith("#"));
}

/** Errors that may follow from others: a property that fails elsewhere counts as unevaluated here, for example. */
function isFollowUp({ keyword, propertyName }: ErrorObject): boolean {
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
