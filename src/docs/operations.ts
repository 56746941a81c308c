import { isObject, type Json, type JsonObject, listAt, objectAt, stringAt } from "../openapi/json.ts";

/** An operation as its readers need it: who may, and what a request of it looks like. */
export interface DocumentedOperation {
  readonly id: string;
  /** Upper case. */
  readonly method: string;
  /** As in the document: `/post/{postId}`. */
  readonly path: string;
  readonly tag: string;
  /** What its readers call the tag. */
  readonly tagName: string;
  readonly summary: string;
  /** Whether no access token is needed. */
  readonly isOpen: boolean;
  /** `x-permission`, and `x-permission-also` where the document has it. */
  readonly permissions: readonly string[];
  /** When the answer is 403, in the document's words. */
  readonly refusal: string | undefined;
  readonly example: ExampleRequest;
  /** What the first success is: a value, one page of a list, or events without end. */
  readonly answer: "value" | "page" | "events";
}

/** A request made of the document's own examples. */
export interface ExampleRequest {
  readonly path: JsonObject;
  readonly query: JsonObject;
  readonly body: Json | undefined;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every operation of a bundled document, in its order. */
export function operationsOf(document: Json): readonly DocumentedOperation[] {
  return Object.entries(objectAt(document, "paths")).flatMap(([path, item]) =>
    Object.keys(isObject(item) ? item : {})
      .filter((key) => methods.includes(key))
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
    refusal: stringAt(resolve(document, responses["403"]), "description"),
    example: exampleRequest(document, operation),
    answer: answerKind(document, responses),
  };
}

/** Of the parameters that may be left out, those with a default are shown: they do no more than the default does. */
function exampleRequest(document: Json, operation: JsonObject): ExampleRequest {
  const parameters = listAt(operation, "parameters").map((parameter) => resolve(document, parameter));
  const shown = (place: string) =>
    Object.fromEntries(
      parameters
        .filter((parameter) => stringAt(parameter, "in") === place && isShown(parameter))
        .map((parameter) => [stringAt(parameter, "name") ?? "", parameter.example ?? null]),
    );
  const body = resolve(document, operation.requestBody);
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
  const content = objectAt(resolve(document, responses[status ?? ""]), "content");
  if (content["text/event-stream"] !== undefined) return "events";
  const schema = resolve(document, objectAt(content, "application/json").schema);
  return objectAt(schema, "properties").nextCursor === undefined ? "value" : "page";
}

/** What a reference leads to; the value itself where it is none. The document is bundled, so all of them are its own. */
function resolve(document: Json, value: Json | undefined): JsonObject {
  const reference = stringAt(value, "$ref");
  if (reference === undefined) return isObject(value) ? value : {};
  const steps = reference.slice(2).split("/");
  return resolve(
    document,
    steps.reduce<Json | undefined>((node, step) => (isObject(node) ? node[step] : undefined), document),
  );
}
