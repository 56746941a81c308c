import type { Model } from "../model/operation.ts";
import { type RouteData, routesOf } from "../model/routes.ts";
import { literal } from "./text.ts";

/** The route table and the types it is written in. */
export function routesText(model: Model): string {
  const routes = routesOf(model).map(routeText);
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
    operationId: ${literal(operationId)},
    method: ${literal(method)},
    path: ${literal(path)},
    tag: ${literal(tag)},
    parameters: ${parametersText(parameters)},
    body: ${body ? literal(body) : "undefined"},
    security: ${literal(security)},
    extensions: ${literal(extensions)},
    answers: ${literal(answers)},
  },`;
}

function parametersText(parameters: RouteData["parameters"]): string {
  if (parameters.length === 0) return "[]";
  return `[\n${parameters.map((parameter) => `      ${literal(parameter)},`).join("\n")}\n    ]`;
}
