import type {
  AnswerModel,
  AnswerShape,
  Content,
  OperationModel,
  ReusableAnswer,
  SharedContent,
} from "../model/operation.ts";
import { sharedContentName } from "../model/shared-content.ts";
import { docComment, mediaTypeText, memberKey, objectType } from "./text.ts";

/** The union of an operation's documented answers. */
export function answerText(
  { answerName, method, path, answers }: OperationModel,
  sharedContents: readonly SharedContent[],
): string {
  const members = answers.flatMap((answer) => memberTexts(answer, sharedContents));
  const comment = docComment(`Every documented answer of \`${method} ${path}\`.`);
  return `${comment}export type ${answerName} =${unionText(members)};\n`;
}

/** An answer that several operations share; its status is a type parameter. */
export function reusableAnswerText(answer: ReusableAnswer, sharedContents: readonly SharedContent[]): string {
  const members = shapeTexts("Status", answer, sharedContents);
  return `${docComment(answer.description)}export type ${answer.name}<Status extends number> =${unionText(members)};\n`;
}

/** Content that several answers share. */
export function sharedContentText({ name, content }: SharedContent): string {
  const mediaTypes = content.map(({ mediaType }) => `\`${mediaType}\``);
  const comment = docComment(`The body of several answers, as ${mediaTypes.join(" or ")}.`);
  return `${comment}export type ${name} =${unionText(contentMembers(content).map((members) => objectType(members, "  ")))};\n`;
}

const maxLineLength = 60;

function unionText(members: readonly string[]): string {
  const [only, ...others] = members;
  if (only === undefined) return " never";
  if (others.length === 0 && !only.startsWith("{\n") && only.length > maxLineLength) return `\n  ${only}`;
  if (others.length === 0) return ` ${only.replaceAll("\n  ", "\n")}`;
  return `\n${members.map((member) => `  | ${member}`).join("\n")}`;
}

function memberTexts(answer: AnswerModel, sharedContents: readonly SharedContent[]): readonly string[] {
  const { status, reusable } = answer;
  return reusable ? [`${reusable.name}<${status.typeText}>`] : shapeTexts(status.typeText, answer, sharedContents);
}

/** The union members for one answer: one for each media type. */
function shapeTexts(
  status: string,
  { headers, content }: AnswerShape,
  sharedContents: readonly SharedContent[],
): readonly string[] {
  const head = [`readonly status: ${status}`, ...headersText(headers)];
  if (content.length === 0) return [objectType(head, "  ")];
  const shared = sharedContentName(sharedContents, content);
  if (shared !== undefined) return [`${objectType(head, "  ")} & ${shared}`];
  return contentMembers(content).map((members) => objectType([...head, ...members], "  "));
}

/**
 * A handler may leave out the first media type, unless it has a wildcard, and must name the others. The first one is the last
 * member, because TypeScript explains a wrong answer by the last member that it might be.
 */
function contentMembers(content: readonly Content[]): readonly (readonly string[])[] {
  const members = content.map(({ mediaType, typeText }, index) => {
    const isRequired = index > 0 || mediaType.endsWith("*");
    const contentType = `readonly contentType${isRequired ? "" : "?"}: ${mediaTypeText(mediaType)}`;
    const body = `readonly body: ${typeText}`;
    return content.length > 1 || isRequired ? [contentType, body] : [body];
  });
  return members.reverse();
}

function headersText(headers: AnswerShape["headers"]): readonly string[] {
  if (headers.length === 0) return [];
  const members = headers.map(
    ({ name, required, typeText }) => `readonly ${memberKey(name)}${required ? "" : "?"}: ${typeText}`,
  );
  const optionalMark = headers.some(({ required }) => required) ? "" : "?";
  return [`readonly headers${optionalMark}: ${objectType(members, "    ")}`];
}
