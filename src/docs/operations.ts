import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";
import { resolve } from "../openapi/pointer.ts";
import { isMethod } from "../openapi/shape.ts";

/** What the documentation pages need of an operation. */
export interface DocumentedOperation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As in the document: `/post/{postId}`. */
  readonly path: string;
  readonly tag: string;
  /** `x-displayName` of the tag, its name by default. */
  readonly tagName: string;
  readonly summary: string;
  /** Whether no access token is needed. */
  readonly isOpen: boolean;
  /** `x-permission`, and `x-permission-also` where the document has it. */
  readonly permissions: readonly string[];
  /** The description of the 403 answer. */
  readonly refusal: string | undefined;
  readonly example: ExampleRequest;
  /** The kind of the first success: a value, one page of a list, or an event stream. */
  readonly answer: "value" | "page" | "events";
}

/** A request made of the examples in the document. */
export interface ExampleRequest {
  readonly path: JsonObject;
  readonly query: JsonObject;
  readonly body: Json | undefined;
}

/** Every operation of a bundled document, in its order. */
export function operationsOf(document: Json): readonly DocumentedOperation[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    Object.keys(isObject(item) ? item : {})
      .filter(isMethod)
      .map((method) => operationOf(document, path, method, objectAt(item, method))),
  );
}

function operationOf(document: Json, path: string, method: string, operation: JsonObject): DocumentedOperation {
  const responses = objectAt(operation, "responses");
  const tag = String(listAt(operation, "tags")[0] ?? "");
  const described = listAt(document, "tags").find((each) => stringAt(each, "name") === tag);
  const security = operation.security === undefined ? document : operation;
  return {
    id: stringAt(operation, "operationId") ?? "",
    method: method.toUpperCase(),
    path,
    tag,
    tagName: stringAt(described, "x-displayName") ?? tag,
    summary: stringAt(operation, "summary") ?? "",
    isOpen: listAt(security, "security").length === 0,
    permissions: ["x-permission", "x-permission-also"].flatMap((name) => stringAt(operation, name) ?? []),
    refusal: stringAt(resolveObject(document, responses["403"]), "description"),
    example: exampleRequest(document, operation),
    answer: answerKind(document, responses),
  };
}

/** Has all required parameters, and the optional ones that have a default. */
function exampleRequest(document: Json, operation: JsonObject): ExampleRequest {
  const parameters = listAt(operation, "parameters").map((parameter) => resolveObject(document, parameter));
  const shown = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => stringAt(parameter, "in") === place && isShown(parameter))
        .map((parameter) => [stringAt(parameter, "name") ?? "", parameter.example ?? null]),
    );
  const body = resolveObject(document, operation.requestBody);
  return {
    path: shown("path"),
    query: shown("query"),
    body: objectAt(objectAt(body, "content"), "application/json").example,
  };
}

function isShown(parameter: JsonObject): boolean {
  return parameter.required === true || objectAt(parameter, "schema").default !== undefined;
}

function answerKind(document: Json, responses: JsonObject): DocumentedOperation["answer"] {
  const status = Object.keys(responses).find((each) => each.startsWith("2"));
  const content = objectAt(resolveObject(document, responses[status ?? ""]), "content");
  if (content["text/event-stream"] !== undefined) return "events";
  const schema = resolveObject(document, objectAt(content, "application/json").schema);
  return objectAt(schema, "properties").nextCursor === undefined ? "value" : "page";
}

function resolveObject(document: Json, value: Json | undefined): JsonObject {
  const target = resolve(document, value);
  return isObject(target) ? target : {};
}
