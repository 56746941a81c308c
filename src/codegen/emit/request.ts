import type { Operation, Parameter } from "../model/operation.ts";
import { docComment, mediaTypeText, memberKey, objectType } from "./text.ts";

const places = ["path", "query", "header", "cookie"] as const;

/** What a handler is given: only the parts that its operation has. */
export function requestText(operation: Operation): string {
  const { requestName, method, path, body } = operation;
  const parts = places
    .filter((place) => operation.parameters.some((parameter) => parameter.in === place))
    .map(
      (place) =>
        `  readonly ${place}: ${groupText(operation.parameters.filter((parameter) => parameter.in === place))};`,
    );
  const head = docComment(`What \`${method} ${path}\` asks with.`);
  const [content, ...others] = body?.content ?? [];
  if (body && content && others.length > 0) {
    const members = body.content.map(
      ({ mediaType, typeText }) =>
        `  | { readonly contentType: ${mediaTypeText(mediaType)}; readonly body: ${typeText} }`,
    );
    const absent = body.required ? [] : ["  | { readonly contentType?: never; readonly body?: never }"];
    const rest = parts.length === 0 ? "" : `{\n${parts.join("\n")}\n} & `;
    return `${head}export type ${requestName} = ${rest}(\n${[...members, ...absent].join("\n")}\n);\n`;
  }
  const all = body && content ? [...parts, `  readonly body${body.required ? "" : "?"}: ${content.typeText};`] : parts;
  return `${head}export interface ${requestName} {${all.length === 0 ? "" : `\n${all.join("\n")}\n`}}\n`;
}

function groupText(parameters: readonly Parameter[]): string {
  return objectType(
    parameters.map(({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`),
    "  ",
  );
}
