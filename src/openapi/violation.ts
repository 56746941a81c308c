import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import {
  type DocumentedAnswer,
  type DocumentedAnswers,
  type DocumentedHeader,
  documentedAnswers,
} from "./documented-answers.ts";
import type { JsonObject } from "./json.ts";
import { describeErrors } from "./validation-errors.ts";

/** The first rule of the document that an answer breaks. */
export interface ContractViolation {
  readonly part: "status" | "media type" | "headers" | "body";
  /** Without values from the answer: "owner.name must have at most 16 characters". */
  readonly rule: string;
}

/** An answer as a server sends it. */
interface SentAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number>>;
  /** JSON in UTF-8; undefined for no body. */
  readonly body: Buffer | undefined;
}

/** Returns undefined if the answer breaks no rule or the document does not have the operation. */
export type FindViolation = (operationId: string, answer: SentAnswer) => ContractViolation | undefined;

/**
 * Compares answers with the document: status, media type, headers and body. Validators are compiled on first use, so that
 * creating the function costs nothing at startup.
 */
export function createViolationFinder(document: JsonObject): FindViolation {
  let prepared: { readonly operations: DocumentedAnswers; readonly check: SchemaCheck } | undefined;

  return (operationId, answer) => {
    prepared ??= { operations: documentedAnswers(document), check: createSchemaCheck(document) };
    const { operations, check } = prepared;
    const statuses = operations.get(operationId);
    if (!statuses) return undefined;
    const documented = statuses.get(answer.status);
    if (!documented) {
      return { part: "status", rule: `the documented ones are ${[...statuses.keys()].join(", ")}` };
    }
    return findInHeaders(documented, answer, check) ?? findInBody(documented, answer, check);
  };
}

/**
 * Returns the rule that a value breaks.
 * @param schemaRef a `$ref` to the schema
 * @param name the value's name in the rule
 */
type SchemaCheck = (schemaRef: string, name: string, value: unknown) => string | undefined;

function createSchemaCheck(document: JsonObject): SchemaCheck {
  const ajv = addFormats.default(new Ajv({ strict: false, verbose: true }));
  ajv.addSchema(document, "contract", false, false);
  const validators = new Map<string, ReturnType<Ajv["compile"]>>();
  return (schemaRef, name, value) => {
    const validate = validators.get(schemaRef) ?? ajv.compile({ $ref: `contract${encodeRef(schemaRef)}` });
    validators.set(schemaRef, validate);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return error ? describe(error, name) : `${name} is not valid`;
  };
}

/** Percent-encodes a `$ref`, for braces of path templates are not allowed in a URI (RFC 6901, section 6). */
export function encodeRef(ref: string): string {
  return ref
    .split("/")
    .map((segment) => (segment === "#" ? segment : encodeURIComponent(segment)))
    .join("/");
}

/** Leaves out list indexes, so that the same error in several items is one rule. */
function describe(error: ErrorObject, name: string): string {
  const [rule = `${name} is not valid`] = describeErrors([{ ...error, instancePath: `/${name}${error.instancePath}` }]);
  return rule.replace(/\[\d+\]/g, "[]");
}

function findInHeaders(
  { headers }: DocumentedAnswer,
  answer: SentAnswer,
  check: SchemaCheck,
): ContractViolation | undefined {
  const sent = new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const header of headers) {
    const value = sent.get(header.name.toLowerCase());
    const rule = value === undefined ? missing(header) : check(header.schemaRef, header.name, read(header, value));
    if (rule !== undefined) return { part: "headers", rule };
  }
  return undefined;
}

function missing({ name, isRequired }: DocumentedHeader): string | undefined {
  return isRequired ? `${name} is missing` : undefined;
}

function read({ isNumber }: DocumentedHeader, value: string | number): string | number {
  const text = String(value);
  return isNumber && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

function findInBody(
  { schemas }: DocumentedAnswer,
  { headers, body }: SentAnswer,
  check: SchemaCheck,
): ContractViolation | undefined {
  if (body === undefined) {
    return schemas.size === 0 ? undefined : { part: "body", rule: "body is missing" };
  }
  if (schemas.size === 0) return { part: "body", rule: "body must not be there" };
  const [type = ""] = String(headers["Content-Type"]).split(";");
  const schemaRef = schemas.get(type);
  if (schemaRef === undefined) {
    return { part: "media type", rule: `the documented ones are ${[...schemas.keys()].join(", ")}` };
  }
  const rule = check(schemaRef, "body", JSON.parse(body.toString()));
  return rule === undefined ? undefined : { part: "body", rule };
}
