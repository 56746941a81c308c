import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { packageRoot } from "../../src/util/package-root.ts";

/** Any YAML value. Rules check each part, because an invalid document may have any value anywhere. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** An object of the document and its JSON pointer (RFC 6901). */
export interface DocumentPart {
  readonly value: JsonObject;
  readonly pointer: string;
}

export interface DescribedOperation extends DocumentPart {
  readonly id: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function readDocument(): JsonObject {
  return object(parse(readFileSync(join(packageRoot, "openapi.yaml"), "utf8")));
}

/** The value if it is an object, otherwise an empty object. */
export function object(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}

/** The members of the object in the property `name`. */
export function members(
  { value, pointer }: DocumentPart,
  name: string,
): readonly (DocumentPart & { readonly name: string })[] {
  return Object.entries(object(value[name])).map(([key, member]) => ({
    name: key,
    value: object(member),
    pointer: `${pointer}/${name}/${escapeStep(key)}`,
  }));
}

/** Follows a local reference. */
export function resolve(document: JsonObject, place: DocumentPart): DocumentPart {
  const reference = text(place.value.$ref);
  if (!reference.startsWith("#/")) return place;
  const pointer = reference.slice(1);
  return resolve(document, { value: object(lookUp(document, pointer)), pointer });
}

export function lookUp(document: JsonObject, pointer: string): Json | undefined {
  return steps(pointer).reduce<Json | undefined>((value, step) => {
    return Array.isArray(value) ? value[Number(step)] : object(value)[step];
  }, document);
}

/** A copy with another value at a pointer; undefined removes the value. */
export function withChange(document: JsonObject, pointer: string, value: Json | undefined): JsonObject {
  return object(change(document, steps(pointer), value));
}

function change(node: Json | undefined, [step, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(node))
    return node.map((item, index) => (String(index) === step ? object(change(item, rest, value)) : item));
  const { [step]: before, ...others } = object(node);
  const after = change(before, rest, value);
  return after === undefined ? others : { ...object(node), [step]: after };
}

function steps(pointer: string): readonly string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

export function escapeStep(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function operations(document: JsonObject): readonly DescribedOperation[] {
  return members({ value: document, pointer: "" }, "paths").flatMap((item) =>
    methods.flatMap((method) => {
      const value = item.value[method];
      if (!isObject(value)) return [];
      return [
        {
          id: text(value.operationId),
          method: method.toUpperCase(),
          path: item.name,
          value,
          pointer: `${item.pointer}/${method}`,
        },
      ];
    }),
  );
}

/** The answers of an operation by status, with references resolved. */
export function answers(
  document: JsonObject,
  operation: DocumentPart,
): readonly (DocumentPart & { readonly status: string })[] {
  return members(operation, "responses").map((answer) => ({ ...resolve(document, answer), status: answer.name }));
}

export function parameters(document: JsonObject, operation: DocumentPart): readonly DocumentPart[] {
  return list(operation.value.parameters).map((parameter, index) =>
    resolve(document, { value: object(parameter), pointer: `${operation.pointer}/parameters/${index}` }),
  );
}

/** Whether an operation requires a token, by its own security or the document's. */
export function isSecured(document: JsonObject, { value }: DescribedOperation): boolean {
  return list(value.security ?? document.security).length > 0;
}
