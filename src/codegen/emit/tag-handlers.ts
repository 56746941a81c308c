import type { Operation, Tag } from "../model/operation.ts";
import { docComment, memberKey } from "./text.ts";

/** The handler interface of one tag and the function that implements it. */
export function tagHandlersText({ tag, name, operations }: Tag, callerName: string, returnedName?: string): string {
  const methods = operations.map((operation) => methodText(operation, callerName, returnedName)).join("\n");
  return `${docComment(`The handlers of tag \`${tag}\`.`)}export interface ${name}Handlers {
${methods}}

${docComment(`Gives back its handlers; what the document does not know does not compile: see {@link Documented}.`)}export const implement${name} = <Given extends ${name}Handlers>(
  handlers: Given & Documented<Given, ${name}Handlers>,
): ${name}Handlers => handlers;
`;
}

function methodText(operation: Operation, callerName: string, returnedName: string | undefined): string {
  const { operationId, method, path, summary, isDeprecated, security, requestName, answerName } = operation;
  const title = summary === undefined ? `${method} ${path}` : `${method} ${path}: ${summary}`;
  const caller = { required: `, caller: ${callerName}`, optional: `, caller: ${callerName} | undefined`, none: "" }[
    security
  ];
  const returned = returnedName === undefined ? answerName : `${returnedName}<${answerName}>`;
  return `${docComment(isDeprecated ? `${title}\n@deprecated` : title, "  ")}  ${memberKey(operationId)}(request: ${requestName}${caller}): Promise<${returned}>;
`;
}
