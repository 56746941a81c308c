import type { Answer, Model, Operation, Parameter } from "../model/operation.ts";
import { literal } from "./text.ts";

/** The route table and the types it is written in. */
export function routesText({ rooms }: Model): string {
  const routes = rooms.flatMap((room) => room.operations.map((operation) => routeText(operation, room.tag)));
  const list = routes.length === 0 ? "[]" : `[\n${routes.join("\n")}\n]`;
  return `${types}
/** Every operation of the document, tag by tag. */
export const routes: readonly Route[] = ${list};
`;
}

const types = `/** What a server needs to know of an operation in order to route to it and to read its request. */
export interface Route {
  /** The name of its handler, and its operationId in openapi.json. */
  readonly operationId: keyof Handlers;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
  readonly security: "required" | "optional" | "none";
  /** The operation's own \`x-\` properties. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** By status (\`404\`, \`4XX\` or \`default\`) the media types of the body, the default one first; none without a body. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** The JSON type of its value; \`unknown\` where it may be of several. */
  readonly type: string;
  /** The JSON type of an array's items. */
  readonly items?: string;
  /** Set where the value is not written in the style but in this media type. */
  readonly mediaType?: string;
}
`;

function routeText(operation: Operation, tag: string): string {
  const { operationId, method, path, parameters, body, security, extensions, answers } = operation;
  const bodyValue = body && { required: body.required, mediaTypes: body.content.map(({ mediaType }) => mediaType) };
  return `  {
    operationId: ${literal(operationId)},
    method: ${literal(method)},
    path: ${literal(path)},
    tag: ${literal(tag)},
    parameters: ${parametersText(parameters)},
    body: ${bodyValue ? literal(bodyValue) : "undefined"},
    security: ${literal(security)},
    extensions: ${literal(extensions)},
    answers: ${literal(Object.fromEntries(answers.map(mediaTypesOf)))},
  },`;
}

function parametersText(parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return "[]";
  const lines = parameters.map(({ name, in: place, required, style, explode, type, items, mediaType }) => {
    const rest = { ...(items === undefined ? {} : { items }), ...(mediaType === undefined ? {} : { mediaType }) };
    return `      ${literal({ name, in: place, required, style, explode, type, ...rest })},`;
  });
  return `[\n${lines.join("\n")}\n    ]`;
}

function mediaTypesOf(answer: Answer): [string, string[]] {
  const { content } = answer.reusable ?? answer;
  return [answer.status.key, content.map(({ mediaType }) => mediaType)];
}
