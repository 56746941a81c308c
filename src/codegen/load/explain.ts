import type { ErrorObject } from "ajv";
import { segmentsOf } from "../pointer.ts";
import type { Fault } from "./structure.ts";

/** Keywords whose errors only say that some other one was broken. */
const hollow = new Set([
  "oneOf",
  "anyOf",
  "allOf",
  "if",
  "not",
  "$ref",
  "unevaluatedProperties",
  "additionalProperties",
]);

/**
 * Picks out of all that a validator says what a person can act on. Where an object may be of several kinds the validator
 * complains for each of them; the complaint that lies deepest comes from the kind that was meant.
 */
export function explain(errors: readonly ErrorObject[]): readonly Fault[] {
  const deepest = errors.filter(
    ({ instancePath }) => !errors.some((other) => other.instancePath.startsWith(`${instancePath}/`)),
  );
  const paths = [...new Set(deepest.map(({ instancePath }) => instancePath))];
  return paths.map((instancePath) => {
    const here = deepest.filter((error) => error.instancePath === instancePath);
    const meant = here.filter(({ params }) => params.missingProperty !== "$ref");
    const telling = meant.filter(({ keyword }) => !hollow.has(keyword) || keyword.endsWith("Properties"));
    const chosen = [telling, meant, here].find((some) => some.length > 0) ?? [];
    return {
      path: segmentsOf(`#${instancePath}`) ?? [],
      message: [...new Set(chosen.map(describe))].slice(0, 3).join("; or "),
    };
  });
}

function describe({ keyword, params, message }: ErrorObject): string {
  const unknown = params.additionalProperty ?? params.unevaluatedProperty;
  if (unknown !== undefined) return `must not have ${JSON.stringify(unknown)}`;
  if (keyword === "enum")
    return `must be one of ${params.allowedValues.map((value: unknown) => JSON.stringify(value)).join(", ")}`;
  if (keyword === "const") return `must be ${JSON.stringify(params.allowedValue)}`;
  return message ?? `breaks the rule ${keyword}`;
}
