import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { packageRoot } from "../../src/util/package-root.ts";

/** Whatever YAML can say; rules look at it piece by piece, since a broken document may have anything anywhere. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** A piece of the document and its JSON pointer (RFC 6901). */
export interface DocumentPart {
  readonly value: JsonObject;
  readonly pointer: string;
}

export interface DescribedOperation extends DocumentPart {
  readonly id: string;
  /** In capitals. */
  readonly method: string;
  readonly path: string;
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

export function readDocument(): JsonObject {
  return object(parse(readFileSync(join(packageRoot, "openapi.yaml"), "utf8")));
}

/** The value if it is an object, else an empty one: a rule says what is missing, it does not stumble over it. */
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

/** The members of the object called `name` inside a place. */
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

/** Follows a reference inside the document, if the place is one. */
export function resolve(document: JsonObject, place: DocumentPart): DocumentPart {
  const reference = text(place.value.$ref);
  if (!reference.startsWith("#/")) return place;
  const pointer = reference.slice(1);
  return resolve(document, { value: object(lookUp(document, pointer)), pointer });
}

export function lookUp(document: JsonObject, pointer: string): Json | undefined {
  return steps(pointer).reduce<Json | undefined>((here, step) => {
    return Array.isArray(here) ? here[Number(step)] : object(here)[step];
  }, document);
}

/** A copy with another value at a pointer, or with none if it is undefined. */
export function withChange(document: JsonObject, pointer: string, value: Json | undefined): JsonObject {
  return object(change(document, steps(pointer), value));
}

function change(here: Json | undefined, [step, ...rest]: readonly string[], value: Json | undefined): Json | undefined {
  if (step === undefined) return value;
  if (Array.isArray(here))
    return here.map((item, index) => (String(index) === step ? object(change(item, rest, value)) : item));
  const { [step]: before, ...others } = object(here);
  const after = change(before, rest, value);
  return after === undefined ? others : { ...object(here), [step]: after };
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

/** The answers of an operation by status, as they stand there or in the components. */
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

/** Whether a caller needs a token: the document asks for one unless the operation has requirements of its own. */
export function isSecured(document: JsonObject, { value }: DescribedOperation): boolean {
  return list(value.security ?? document.security).length > 0;
}
