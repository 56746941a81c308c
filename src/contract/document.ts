/** The part of an OpenAPI 3.0 document that the suite uses. */
export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, PathItem>>;
  /** The default for operations without a `security` of their own. */
  readonly security?: OperationObject["security"];
  readonly components: { readonly schemas: Readonly<Record<string, SchemaObject>> };
}

export const httpMethods = ["get", "put", "post", "delete", "patch", "head", "options", "trace"] as const;
export type Method = (typeof httpMethods)[number];

export interface PathItem extends Readonly<Partial<Record<Method, OperationObject>>> {
  readonly parameters?: readonly (ParameterObject | Reference)[];
}

export interface OperationObject {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: BodyObject | Reference;
  readonly responses: Readonly<Record<string, ResponseObject | Reference>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly "x-permission"?: string;
  readonly "x-permission-also"?: string;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly schema?: SchemaObject | Reference;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface BodyObject {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, MediaTypeObject>>;
}

export interface ResponseObject {
  readonly headers?: Readonly<Record<string, HeaderObject | Reference>>;
  readonly content?: Readonly<Record<string, MediaTypeObject>>;
}

export interface HeaderObject {
  readonly required?: boolean;
  readonly schema?: SchemaObject | Reference;
}

export interface MediaTypeObject {
  readonly schema?: SchemaObject | Reference;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}

export interface SchemaObject {
  readonly type?: string;
  readonly nullable?: boolean;
  readonly properties?: Readonly<Record<string, SchemaObject | Reference>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly format?: string;
  readonly example?: unknown;
}

export interface Reference {
  readonly $ref: string;
}

/** A value in the document and its JSON pointer as a URI fragment (RFC 6901, section 6). */
export interface SpecLocation<T> {
  readonly value: T;
  readonly pointer: string;
}

/** Follows references until the value is not a reference. */
export function resolveReference<T extends object>(
  document: OpenApiDocument,
  value: T | Reference,
  pointer: string,
): SpecLocation<T> {
  if (!isReference(value)) return { value, pointer };
  return resolveReference<T>(document, Object(lookUpPointer(document, value.$ref)), value.$ref);
}

function isReference(value: object): value is Reference {
  return "$ref" in value && typeof value.$ref === "string";
}

/** The value at a JSON pointer. @throws Error if there is none */
export function lookUpPointer(document: OpenApiDocument, pointer: string): unknown {
  if (!pointer.startsWith("#/")) throw new Error(`The document is not bundled: it refers to ${pointer}`);
  let here: unknown = document;
  for (const step of pointer.slice(2).split("/")) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    here = typeof here === "object" && here !== null ? Reflect.get(here, key) : undefined;
  }
  if (here === undefined) throw new Error(`The document has nothing at ${pointer}`);
  return here;
}

/** Escapes one reference token of a JSON pointer in a URI fragment. */
export function pointerStep(key: string): string {
  return `/${encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"))}`;
}
