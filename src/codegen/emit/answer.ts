import type { Answer, AnswerShape, Operation, ReusableAnswer } from "../model/operation.ts";
import { docComment, mediaTypeText, memberKey, objectType } from "./text.ts";

/** The union of an operation's documented answers. */
export function answerText({ answerName, method, path, answers }: Operation): string {
  const members = answers.flatMap((answer) => memberTexts(answer));
  const head = docComment(`Every answer that the document has for \`${method} ${path}\`.`);
  return `${head}export type ${answerName} =${unionText(members)};\n`;
}

/** An answer that several operations share, each with a status of its own. */
export function reusableAnswerText(answer: ReusableAnswer): string {
  return `${docComment(answer.description)}export type ${answer.name}<Status extends number> =${unionText(shapeTexts("Status", answer))};\n`;
}

function unionText(members: readonly string[]): string {
  const [only, ...others] = members;
  if (only === undefined) return " never";
  if (others.length === 0) return ` ${only.replaceAll("\n  ", "\n")}`;
  return `\n${members.map((member) => `  | ${member}`).join("\n")}`;
}

function memberTexts(answer: Answer): readonly string[] {
  const { status, reusable } = answer;
  return reusable ? [`${reusable.name}<${status.typeText}>`] : shapeTexts(status.typeText, answer);
}

/**
 * One member a media type. The first need not be named; the others, and wildcards, must be. It stands last, since
 * TypeScript explains why an answer is wrong by the last member that it might be.
 */
function shapeTexts(status: string, { headers, content }: AnswerShape): readonly string[] {
  const start = [`readonly status: ${status}`, ...headersText(headers)];
  if (content.length === 0) return [objectType(start, "  ")];
  const members = content.map(({ mediaType, typeText }, index) => {
    const isNamed = index > 0 || mediaType.endsWith("*");
    const contentType = `readonly contentType${isNamed ? "" : "?"}: ${mediaTypeText(mediaType)}`;
    const isTold = content.length > 1 || isNamed;
    return objectType([...start, ...(isTold ? [contentType] : []), `readonly body: ${typeText}`], "  ");
  });
  return members.reverse();
}

function headersText(headers: AnswerShape["headers"]): readonly string[] {
  if (headers.length === 0) return [];
  const members = headers.map(
    ({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`,
  );
  const mark = headers.some(({ required }) => required) ? "" : "?";
  return [`readonly headers${mark}: ${objectType(members, "    ")}`];
}
