import type { OperationModel, ParameterModel } from "../model/operation.ts";
import { docComment, mediaTypeText, memberKey, objectType } from "./text.ts";

const locations = ["path", "query", "header", "cookie"] as const;

/** The request type of a handler, with the parts that the operation has. */
export function requestText(operation: OperationModel): string {
  const { requestName, method, path, body } = operation;
  const parts = locations
    .filter((location) => operation.parameters.some((parameter) => parameter.in === location))
    .map(
      (location) =>
        `  readonly ${location}: ${groupText(operation.parameters.filter((parameter) => parameter.in === location))};`,
    );
  const comment = docComment(`The request of \`${method} ${path}\`.`);
  const [content, ...others] = body?.content ?? [];
  if (body && content && others.length > 0) {
    const members = body.content.map(
      ({ mediaType, typeText }) =>
        `  | { readonly contentType: ${mediaTypeText(mediaType)}; readonly body: ${typeText} }`,
    );
    const absent = body.required ? [] : ["  | { readonly contentType?: never; readonly body?: never }"];
    const rest = parts.length === 0 ? "" : `{\n${parts.join("\n")}\n} & `;
    return `${comment}export type ${requestName} = ${rest}(\n${[...members, ...absent].join("\n")}\n);\n`;
  }
  const all = body && content ? [...parts, `  readonly body${body.required ? "" : "?"}: ${content.typeText};`] : parts;
  return `${comment}export interface ${requestName} {${all.length === 0 ? "" : `\n${all.join("\n")}\n`}}\n`;
}

function groupText(parameters: readonly ParameterModel[]): string {
  return objectType(
    parameters.map(({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`),
    "  ",
  );
}
