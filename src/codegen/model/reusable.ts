import { type JsonObject, objectAt, stringAt } from "../../openapi/json.ts";
import { type Names, toPascalCase } from "../../openapi/names.ts";
import { toRef } from "../../openapi/pointer.ts";
import { answerShapeOf } from "./answers.ts";
import type { ReusableAnswer } from "./operation.ts";

/** The entries of `components.responses`, by their `$ref`. */
export function reusableAnswers(document: JsonObject, names: Names): ReadonlyMap<string, ReusableAnswer> {
  const responses = objectAt(objectAt(document, "components"), "responses");
  return new Map(
    Object.entries(responses).map(([key, response]) => [
      toRef(["components", "responses", key]),
      {
        name: names.take(`${toPascalCase(key)}Answer`),
        description: stringAt(response, "description"),
        ...answerShapeOf(document, response),
      },
    ]),
  );
}
