import type { OperationModel, Tag } from "../model/operation.ts";
import { docComment, memberKey } from "./text.ts";

/** The handler interface of a tag and the function that checks an implementation. */
export function tagHandlersText({ tag, name, operations }: Tag, callerName: string, returnedName?: string): string {
  const methods = operations.map((operation) => methodText(operation, callerName, returnedName)).join("\n");
  return `${docComment(`The handlers of tag \`${tag}\`.`)}export interface ${name}Handlers {
${methods}}

${docComment(`Returns its handlers. Undocumented answers do not compile: see {@link Documented}.`)}export const implement${name} = <Actual extends ${name}Handlers>(
  handlers: Actual & Documented<Actual, ${name}Handlers>,
): ${name}Handlers => handlers;
`;
}

function methodText(operation: OperationModel, callerName: string, returnedName: string | undefined): string {
  const { operationId, method, path, summary, isDeprecated, security, requestName, answerName } = operation;
  const title = summary === undefined ? `${method} ${path}` : `${method} ${path}: ${summary}`;
  const caller = { required: `, caller: ${callerName}`, optional: `, caller: ${callerName} | undefined`, none: "" }[
    security
  ];
  const returned = returnedName === undefined ? answerName : `${returnedName}<${answerName}>`;
  return `${docComment(isDeprecated ? `${title}\n@deprecated` : title, "  ")}  ${memberKey(operationId)}(request: ${requestName}${caller}): Promise<${returned}>;
`;
}
