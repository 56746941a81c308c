import type { AnswerShape, ApiModel, OperationModel, ParameterModel } from "../model/operation.ts";
import { docComment, fileHeader, literalText, memberKey, objectType, propertyKey } from "./text.ts";

/** The module for clients: each operation's request and result types, method and path. */
export function clientText({ tags }: ApiModel): string {
  const operations = tags.flatMap((tag) => tag.operations).filter(speaksJson);
  const methods = operations.map(methodText).join("\n");
  const imports = methods.includes("components[") ? 'import type { components } from "./schema.ts";\n' : "";
  const endpoints = operations.map(endpointText).join("\n");
  return `${fileHeader}${imports}${callOptions}
/** Every operation whose bodies are JSON, with the body of its success; \`undefined\` for an answer without a body. */
export interface Operations {${methods === "" ? "" : `\n${methods}`}}
${endpointType}
/** The method and path of each operation. */
export const endpoints: { readonly [Id in keyof Operations]: Endpoint } = {${endpoints === "" ? "" : `\n${endpoints}\n`}};
`;
}

const callOptions = `
/** The options of every call. */
export interface CallOptions {
  /** Cancels the call. */
  readonly signal?: AbortSignal;
}
`;

const endpointType = `
export interface Endpoint {
  readonly method: "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
  readonly path: string;
  /** Whether it needs an access token. */
  readonly security: "required" | "optional" | "none";
}
`;

/** Whether the generated client supports an operation: all bodies are JSON, and no required parameter is a cookie. */
function speaksJson({ parameters, body, answers }: OperationModel): boolean {
  const bodies = [...(body ? [body.content] : []), ...answers.map(contentOf)];
  const isWritable = (parameter: ParameterModel) => parameter.in !== "cookie" && parameter.mediaType === undefined;
  return (
    parameters.every((parameter) => !parameter.required || isWritable(parameter)) &&
    bodies.every(([first]) => first === undefined || /^application\/([\w.-]+\+)?json\b/.test(first.mediaType))
  );
}

function methodText({
  operationId,
  method,
  path,
  summary,
  isDeprecated,
  parameters,
  body,
  answers,
}: OperationModel): string {
  const text = summary === undefined ? `${method} ${path}` : `${method} ${path}: ${summary}`;
  const [content] = body?.content ?? [];
  const parts = [
    ...(["path", "query", "header"] as const).flatMap((location) => groupText(location, parameters)),
    ...(body && content ? [`readonly body${body.required ? "" : "?"}: ${content.typeText}`] : []),
  ];
  const optionalMark = parts.every((part) => /^readonly \w+\?/.test(part)) ? "?" : "";
  const request = parts.length === 0 ? "CallOptions" : `${objectType(parts, "  ")} & CallOptions`;
  const result = [...new Set(successes(answers).map((answer) => contentOf(answer)[0]?.typeText ?? "undefined"))];
  const comment = docComment(isDeprecated ? `${text}\n@deprecated` : text, "  ");
  return `${comment}  ${memberKey(operationId)}(request${optionalMark}: ${request}): Promise<${result.join(" | ") || "undefined"}>;\n`;
}

function groupText(location: ParameterModel["in"], parameters: readonly ParameterModel[]): readonly string[] {
  const group = parameters.filter((parameter) => parameter.in === location && parameter.mediaType === undefined);
  if (group.length === 0) return [];
  const members = group.map(
    ({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`,
  );
  const optionalMark = group.some(({ required }) => required) ? "" : "?";
  return [`readonly ${location}${optionalMark}: ${objectType(members, "    ")}`];
}

/** The answers with a 2xx status; if there are none, `default`. */
function successes(answers: OperationModel["answers"]): OperationModel["answers"] {
  const successful = answers.filter(({ status }) => status.key.startsWith("2"));
  return successful.length > 0 ? successful : answers.filter(({ status }) => status.key === "default");
}

function contentOf(answer: OperationModel["answers"][number]): AnswerShape["content"] {
  return (answer.reusable ?? answer).content;
}

function endpointText({ operationId, method, path, security }: OperationModel): string {
  return `  ${propertyKey(operationId)}: ${literalText({ method: method.toLowerCase(), path, security })},`;
}
