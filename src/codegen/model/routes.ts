import type { Answer, Model, Operation, Parameter } from "./operation.ts";

/** An entry of the generated route table; the emitted `Route` says what each part means. */
export interface RouteData {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly ParameterData[];
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
  readonly security: Operation["security"];
  readonly extensions: Operation["extensions"];
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

type ParameterData = Pick<Parameter, "name" | "in" | "required" | "style" | "explode" | "type"> & {
  readonly items?: string;
  readonly mediaType?: string;
};

/** Every operation of a model, tag by tag. */
export function routesOf({ tags }: Model): readonly RouteData[] {
  return tags.flatMap(({ tag, operations }) => operations.map((operation) => routeOf(operation, tag)));
}

function routeOf(operation: Operation, tag: string): RouteData {
  const { operationId, method, path, parameters, body, security, extensions, answers } = operation;
  return {
    operationId,
    method,
    path,
    tag,
    parameters: parameters.map(parameterOf),
    body: body && { required: body.required, mediaTypes: body.content.map(({ mediaType }) => mediaType) },
    security,
    extensions,
    answers: Object.fromEntries(answers.map(mediaTypesOf)),
  };
}

function parameterOf({ name, in: place, required, style, explode, type, items, mediaType }: Parameter): ParameterData {
  const rest = { ...(items === undefined ? {} : { items }), ...(mediaType === undefined ? {} : { mediaType }) };
  return { name, in: place, required, style, explode, type, ...rest };
}

function mediaTypesOf(answer: Answer): [string, string[]] {
  const { content } = answer.reusable ?? answer;
  return [answer.status.key, content.map(({ mediaType }) => mediaType)];
}
