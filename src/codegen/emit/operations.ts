import type { TypeImport } from "../config.ts";
import type { ApiModel, OperationModel } from "../model/operation.ts";
import { answerText, reusableAnswerText, sharedContentText } from "./answer.ts";
import { requestText } from "./request.ts";
import { routesText } from "./routes.ts";
import { statusRangeType, strictTypes } from "./strict.ts";
import { tagHandlersText } from "./tag-handlers.ts";
import { fileHeader, memberKey } from "./text.ts";

/** The module with requests, answers, handler interfaces and routes. */
export function operationsText(model: ApiModel, caller: TypeImport, returned?: TypeImport): string {
  const operations = model.tags.flatMap((tag) => tag.operations);
  const types = [
    ...model.sharedContents.map(sharedContentText),
    ...model.reusableAnswers.map((answer) => reusableAnswerText(answer, model.sharedContents)),
    ...operations.flatMap((operation) => [requestText(operation), answerText(operation, model.sharedContents)]),
  ].join("\n");
  const isSecured = operations.some(({ security }) => security !== "none");
  const imports = [
    isSecured ? importText(caller) : "",
    returned && operations.length > 0 ? importText(returned) : "",
    types.includes("components[") ? 'import type { components } from "./schema.ts";\n' : "",
  ].join("");
  const sections = [
    `${fileHeader}${imports}`,
    types,
    ...model.tags.map((tag) => tagHandlersText(tag, caller.name, returned?.name)),
    handlersText(model),
    answersText(operations),
    routesText(model),
    ...(operations.length === 0 ? [] : [strictTypes]),
    ...(types.includes("StatusRange<") ? [statusRangeType] : []),
  ];
  return sections.filter((section) => section !== "").join("\n");
}

function importText({ name, from }: TypeImport): string {
  return `import type { ${name} } from ${JSON.stringify(from)};\n`;
}

function handlersText({ tags }: ApiModel): string {
  const parents = tags.map(({ name }) => `${name}Handlers`);
  const line = parents.join(", ");
  const list = line.length <= 80 ? line : `\n  ${parents.join(",\n  ")}`;
  const heritage = parents.length === 0 ? "" : ` extends ${list}`;
  return `/** The handlers of every operation. */\nexport interface Handlers${heritage.trimEnd()} {}\n`;
}

function answersText(operations: readonly OperationModel[]): string {
  if (operations.length === 0) return "";
  const members = operations.map(
    ({ operationId, answerName }) => `  readonly ${memberKey(operationId)}: ${answerName};\n`,
  );
  return `/** The documented answers of every operation, by its operationId. */\nexport interface Answers {\n${members.join("")}}\n`;
}
