import { isArray, isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../../openapi/json.ts";
import { createNames, type Names, toPascalCase, uniqueNames } from "../../openapi/names.ts";
import { resolve } from "../../openapi/pointer.ts";
import { isMethod } from "../../openapi/shape.ts";
import { answersOf } from "./answers.ts";
import { contentOf } from "./content.ts";
import type { ApiModel, Body, OperationModel, ReusableAnswer, Tag } from "./operation.ts";
import { parametersOf } from "./parameters.ts";
import { reusableAnswers } from "./reusable.ts";
import { sharedContentsOf } from "./shared-content.ts";

export interface ModelOptions {
  readonly defaultTag: string;
  /** Names that the generated module declares itself. */
  readonly reserved: readonly string[];
}

/** The operations of a normalized document. */
export function modelOf(document: JsonObject, { defaultTag, reserved }: ModelOptions): ApiModel {
  const names = createNames(reserved);
  const found = operationsIn(document);
  const tagNames = inDocumentOrder(
    document,
    found.map(({ operation }) => tagOf(operation) ?? defaultTag),
  );
  const typeNames = uniqueNames(tagNames, toPascalCase, createNames());
  for (const name of typeNames.values()) names.take(`${name}Handlers`);
  const reusable = reusableAnswers(document, names);
  const tags = tagNames.map((tag): Tag => {
    const operations = found
      .filter(({ operation }) => (tagOf(operation) ?? defaultTag) === tag)
      .map((entry) => operationOf(document, entry, reusable, names));
    return { tag, name: typeNames.get(tag) ?? tag, operations };
  });
  const answers = tags.flatMap(({ operations }) => operations).flatMap((operation) => operation.answers);
  const used = new Set(answers.map((answer) => answer.reusable));
  const reusableAnswersInUse = [...reusable.values()].filter((answer) => used.has(answer));
  const inPlace = answers.flatMap((answer) => (answer.reusable ? [] : [answer]));
  return {
    tags,
    reusableAnswers: reusableAnswersInUse,
    sharedContents: sharedContentsOf([...reusableAnswersInUse, ...inPlace], names),
  };
}

interface Found {
  readonly path: string;
  readonly item: JsonObject;
  readonly method: string;
  readonly operation: JsonObject;
}

function operationsIn(document: JsonObject): readonly Found[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([method, operation]) =>
      isObject(item) && isObject(operation) && isMethod(method) ? [{ path, item, method, operation }] : [],
    ),
  );
}

function operationOf(
  document: JsonObject,
  { path, item, method, operation }: Found,
  reusable: ReadonlyMap<string, ReusableAnswer>,
  names: Names,
): OperationModel {
  const operationId = stringAt(operation, "operationId") ?? "";
  const typeName = toPascalCase(operationId);
  const requestBody = resolve(document, operation.requestBody);
  return {
    operationId,
    method: method.toUpperCase(),
    path,
    summary: stringAt(operation, "summary") ?? stringAt(item, "summary"),
    isDeprecated: operation.deprecated === true,
    parameters: parametersOf(document, item, operation),
    body: isObject(requestBody) ? bodyOf(requestBody) : undefined,
    answers: answersOf(document, operation, reusable),
    security: securityOf(document, operation),
    extensions: extensionsOf(operation),
    requestName: names.take(`${typeName}Request`),
    answerName: names.take(`${typeName}Answer`),
  };
}

/** The operation's first tag. */
function tagOf(operation: JsonObject): string | undefined {
  const [tag] = listAt(operation, "tags");
  return typeof tag === "string" ? tag : undefined;
}

/** The document's declared tags in its order, then the others in order of occurrence. */
function inDocumentOrder(document: JsonObject, used: readonly string[]): readonly string[] {
  const declared = listAt(document, "tags").flatMap((tag) => stringAt(tag, "name") ?? []);
  return [...new Set([...declared.filter((tag) => used.includes(tag)), ...used])];
}

function extensionsOf(operation: JsonObject): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(operation).filter(([key]) => key.startsWith("x-")));
}

/** Undefined for a body without media types. */
function bodyOf(requestBody: JsonObject): Body | undefined {
  const content = contentOf(objectAt(requestBody, "content"));
  return content.length === 0 ? undefined : { required: requestBody.required === true, content };
}

/** Whether an operation requires credentials. The requirement `{}` makes them optional. */
function securityOf(document: JsonObject, operation: JsonObject): "required" | "optional" | "none" {
  const security = operation.security ?? document.security;
  const requirements = isArray(security) ? security.filter(isObject) : [];
  const withScheme = requirements.filter((requirement) => Object.keys(requirement).length > 0);
  if (withScheme.length === 0) return "none";
  return withScheme.length < requirements.length ? "optional" : "required";
}
