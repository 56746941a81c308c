import type { ApiModel } from "../model/operation.ts";
import { type RouteData, routesOf } from "../model/routes.ts";
import { literalText } from "./text.ts";

/** The route table and its types. */
export function routesText(model: ApiModel): string {
  const routes = routesOf(model).map(routeText);
  const list = routes.length === 0 ? "[]" : `[\n${routes.join("\n")}\n]`;
  return `${types}
/** Every operation of the document, by tag. */
export const routes: readonly Route[] = ${list};
`;
}

const types = `/** What a server needs to route requests to an operation and to read them. */
export interface Route {
  /** The handler's name, and the operationId in openapi.json. */
  readonly operationId: keyof Handlers;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  readonly tag: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly required: boolean; readonly mediaTypes: readonly string[] } | undefined;
  readonly security: "required" | "optional" | "none";
  /** The operation's \`x-\` properties. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Media types of the body by status (\`404\`, \`4XX\` or \`default\`), the default one first; empty without a body. */
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  /** The JSON type of the value; \`unknown\` if there are several. */
  readonly type: string;
  /** The JSON type of an array's items. */
  readonly items?: string;
  /** Set if the value is serialized in a media type instead of a style. */
  readonly mediaType?: string;
}
`;

function routeText({
  operationId,
  method,
  path,
  tag,
  parameters,
  body,
  security,
  extensions,
  answers,
}: RouteData): string {
  return `  {
    operationId: ${literalText(operationId)},
    method: ${literalText(method)},
    path: ${literalText(path)},
    tag: ${literalText(tag)},
    parameters: ${parametersText(parameters)},
    body: ${body ? literalText(body) : "undefined"},
    security: ${literalText(security)},
    extensions: ${literalText(extensions)},
    answers: ${literalText(answers)},
  },`;
}

function parametersText(parameters: RouteData["parameters"]): string {
  if (parameters.length === 0) return "[]";
  return `[\n${parameters.map((parameter) => `      ${literalText(parameter)},`).join("\n")}\n    ]`;
}
