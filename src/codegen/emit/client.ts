import type { AnswerShape, Model, Operation, Parameter } from "../model/operation.ts";
import { docComment, fileHeader, literal, memberKey, objectType, propertyKey } from "./text.ts";

/** The module that a client is made of: what each operation takes and gives, and where it is. */
export function clientText({ tags }: Model): string {
  const operations = tags.flatMap((tag) => tag.operations).filter(speaksJson);
  const methods = operations.map(methodText).join("\n");
  const imports = methods.includes("components[") ? 'import type { components } from "./schema.ts";\n' : "";
  const endpoints = operations.map(endpointText).join("\n");
  return `${fileHeader}${imports}${callOptions}
/** Every operation that takes and gives JSON, with what it gives when it succeeds; \`undefined\` is an answer without a body. */
export interface Operations {${methods === "" ? "" : `\n${methods}`}}
${endpointType}
/** Where each operation is. */
export const endpoints: { readonly [Id in keyof Operations]: Endpoint } = {${endpoints === "" ? "" : `\n${endpoints}\n`}};
`;
}

const callOptions = `
/** What any call may be given beside its request. */
export interface CallOptions {
  /** Gives the call up when it is aborted. */
  readonly signal?: AbortSignal;
}
`;

const endpointType = `
export interface Endpoint {
  readonly method: "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";
  readonly path: string;
  /** Whether it wants to know who asks. */
  readonly security: "required" | "optional" | "none";
}
`;

/** Cookies are not a client's to set, and other media types than JSON want a call made for them. */
function speaksJson({ parameters, body, answers }: Operation): boolean {
  const bodies = [...(body ? [body.content] : []), ...answers.map(contentOf)];
  const isWritable = (parameter: Parameter) => parameter.in !== "cookie" && parameter.mediaType === undefined;
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
}: Operation): string {
  const text = summary === undefined ? `${method} ${path}` : `${method} ${path}: ${summary}`;
  const [content] = body?.content ?? [];
  const parts = [
    ...(["path", "query", "header"] as const).flatMap((place) => groupText(place, parameters)),
    ...(body && content ? [`readonly body${body.required ? "" : "?"}: ${content.typeText}`] : []),
  ];
  const mark = parts.every((part) => /^readonly \w+\?/.test(part)) ? "?" : "";
  const request = parts.length === 0 ? "CallOptions" : `${objectType(parts, "  ")} & CallOptions`;
  const result = [...new Set(successes(answers).map((answer) => contentOf(answer)[0]?.typeText ?? "undefined"))];
  const comment = docComment(isDeprecated ? `${text}\n@deprecated` : text, "  ");
  return `${comment}  ${memberKey(operationId)}(request${mark}: ${request}): Promise<${result.join(" | ") || "undefined"}>;\n`;
}

function groupText(place: Parameter["in"], parameters: readonly Parameter[]): readonly string[] {
  const group = parameters.filter((parameter) => parameter.in === place && parameter.mediaType === undefined);
  if (group.length === 0) return [];
  const members = group.map(
    ({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`,
  );
  const mark = group.some(({ required }) => required) ? "" : "?";
  return [`readonly ${place}${mark}: ${objectType(members, "    ")}`];
}

/** What is documented as a success; where nothing is, `default` may be one. */
function successes(answers: Operation["answers"]): Operation["answers"] {
  const found = answers.filter(({ status }) => status.key.startsWith("2"));
  return found.length > 0 ? found : answers.filter(({ status }) => status.key === "default");
}

function contentOf(answer: Operation["answers"][number]): AnswerShape["content"] {
  return (answer.reusable ?? answer).content;
}

function endpointText({ operationId, method, path, security }: Operation): string {
  return `  ${propertyKey(operationId)}: ${literal({ method: method.toLowerCase(), path, security })},`;
}
