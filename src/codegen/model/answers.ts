import { isObject, type Json, type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { resolve } from "../../openapi/pointer.ts";
import { contentOf } from "./content.ts";
import type { AnswerModel, AnswerShape, Header, ReusableAnswer } from "./operation.ts";
import { statusesOf } from "./status.ts";
import { typeText } from "./type-text.ts";

/** The documented answers of an operation: statuses in order, then ranges, then `default`. */
export function answersOf(
  document: JsonObject,
  operation: JsonObject,
  reusable: ReadonlyMap<string, ReusableAnswer>,
): readonly AnswerModel[] {
  const responses = objectAt(operation, "responses");
  return statusesOf(Object.keys(responses)).map((status): AnswerModel => {
    const response = responses[status.key];
    const referenced = reusable.get(stringAt(response, "$ref") ?? "");
    return referenced
      ? { status, reusable: referenced }
      : { status, reusable: undefined, ...answerShapeOf(document, response) };
  });
}

/** The headers and content of an answer. */
export function answerShapeOf(document: JsonObject, node: Json | undefined): AnswerShape {
  const response = resolve(document, node);
  const headers = objectAt(response, "headers");
  return {
    headers: Object.keys(headers)
      .filter((name) => name.toLowerCase() !== "content-type")
      .map((name) => headerOf(document, name, headers[name])),
    content: contentOf(objectAt(response, "content")),
  };
}

function headerOf(document: JsonObject, name: string, node: Json | undefined): Header {
  const header = resolve(document, node);
  const [content] = contentOf(objectAt(header, "content"));
  const schema = isObject(header) ? header.schema : undefined;
  return {
    name,
    required: isObject(header) && header.required === true,
    typeText: content?.typeText ?? typeText(schema) ?? "unknown",
  };
}
