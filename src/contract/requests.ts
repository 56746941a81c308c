import { type LooseRequest, type OperationId, outgoing } from "./client.ts";
import { absentId } from "./data.ts";
import type { MediaTypeObject, ParameterObject } from "./document.ts";
import { uniqueId } from "./members.ts";
import type { Spec, SpecOperation } from "./spec.ts";

/** The ids of all operations, as the generated types name them: both come from the same document. */
export function operationIds(spec: Spec): OperationId[] {
  return spec.operations.map(({ id }) => id as OperationId);
}

/** A valid request made from the examples in the spec. The resources in its path need not exist. */
export function exampleRequest({ parameters, body }: SpecOperation): LooseRequest {
  const path = pathParameters(parameters).map((parameter) => [parameter.name, String(example(parameter))]);
  const media = body?.content["application/json"];
  return { path: Object.fromEntries(path), ...(media ? { body: example(media) } : {}) };
}

/** A valid request that changes nothing, because the ids in its path do not exist. */
export function harmlessRequest(operation: SpecOperation): LooseRequest {
  const path = pathParameters(operation.parameters).map((parameter) => [
    parameter.name,
    typeof example(parameter) === "string" ? uniqueId() : absentId,
  ]);
  return { ...exampleRequest(operation), path: Object.fromEntries(path) };
}

/** The path and query of a request to an operation, relative to the server's base URL. */
export function requestTarget(operation: SpecOperation, request: LooseRequest): string {
  return outgoing("", operation, request).url;
}

function pathParameters(parameters: readonly ParameterObject[]): readonly ParameterObject[] {
  return parameters.filter((parameter) => parameter.in === "path");
}

/** The value of `example`, or of the first of `examples`. @throws Error if there is neither */
function example(holder: ParameterObject | MediaTypeObject): unknown {
  if (holder.example !== undefined) return holder.example;
  const [first] = Object.values(holder.examples ?? {});
  if (!first) throw new Error(`The spec has no example for ${JSON.stringify(holder)}`);
  return first.value;
}
