import type { AnswerModel, ApiModel, OperationModel, ParameterModel } from "./operation.ts";

/** An entry of the generated route table. emit/routes.ts documents its properties. */
export interface RouteData {
  readonly operationId: string;
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly ParameterData[];
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
  readonly security: OperationModel["security"];
  readonly extensions: OperationModel["extensions"];
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

type ParameterData = Pick<ParameterModel, "name" | "in" | "required" | "style" | "explode" | "type"> & {
  readonly items?: string;
  readonly mediaType?: string;
};

/** The routes of all operations, by tag. */
export function routesOf({ tags }: ApiModel): readonly RouteData[] {
  return tags.flatMap(({ tag, operations }) => operations.map((operation) => routeOf(operation, tag)));
}

function routeOf(operation: OperationModel, tag: string): RouteData {
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

function parameterOf({
  name,
  in: location,
  required,
  style,
  explode,
  type,
  items,
  mediaType,
}: ParameterModel): ParameterData {
  const rest = { ...(items === undefined ? {} : { items }), ...(mediaType === undefined ? {} : { mediaType }) };
  return { name, in: location, required, style, explode, type, ...rest };
}

function mediaTypesOf(answer: AnswerModel): [string, string[]] {
  const { content } = answer.reusable ?? answer;
  return [answer.status.key, content.map(({ mediaType }) => mediaType)];
}
