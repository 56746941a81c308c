import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import type { ComposedAnswer } from "../server/http/response/answer.ts";
import { describeErrors } from "../server/http/response/validation-messages.ts";
import {
  type DocumentedAnswer,
  type DocumentedAnswers,
  type DocumentedHeader,
  documentedAnswers,
} from "./documented-answers.ts";
import type { JsonObject } from "./json.ts";

/** The first rule of the contract that an answer breaks. */
export interface ContractViolation {
  readonly part: "status" | "media type" | "headers" | "body";
  /** In words of the contract, without what was answered: "owner.name must have at most 16 characters". */
  readonly rule: string;
}

/** Undefined where the answer keeps the contract, and for operations that the contract does not have. */
export type FindViolation = (operationId: string, answer: ComposedAnswer) => ContractViolation | undefined;

/**
 * Compares answers with the document: status, media type, headers and body. All is made ready when it is first needed and
 * then kept, so that a server which looks at few answers starts as fast as one which looks at none.
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

/** The rule that a value breaks; `name` stands for the value as a whole. */
type SchemaCheck = (place: string, name: string, value: unknown) => string | undefined;

function createSchemaCheck(document: JsonObject): SchemaCheck {
  const ajv = addFormats.default(new Ajv({ strict: false, verbose: true }));
  ajv.addSchema(document, "contract", false, false);
  const validators = new Map<string, ReturnType<Ajv["compile"]>>();
  return (place, name, value) => {
    const validate = validators.get(place) ?? ajv.compile({ $ref: `contract${encoded(place)}` });
    validators.set(place, validate);
    if (validate(value)) return undefined;
    const [error] = validate.errors ?? [];
    return error ? describe(error, name) : `${name} is not valid`;
  };
}

/** A reference is a URI, in which a path's braces may not stand as they are (RFC 6901, section 6). */
export function encoded(place: string): string {
  return place
    .split("/")
    .map((segment) => (segment === "#" ? segment : encodeURIComponent(segment)))
    .join("/");
}

/** The place in a list is left out, so that the same fault makes the same rule. */
function describe(error: ErrorObject, name: string): string {
  const [rule = `${name} is not valid`] = describeErrors([{ ...error, instancePath: `/${name}${error.instancePath}` }]);
  return rule.replace(/\[\d+\]/g, "[]");
}

function findInHeaders(
  { headers }: DocumentedAnswer,
  answer: ComposedAnswer,
  check: SchemaCheck,
): ContractViolation | undefined {
  const sent = new Map(Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]));
  for (const header of headers) {
    const value = sent.get(header.name.toLowerCase());
    const rule = value === undefined ? missing(header) : check(header.place, header.name, read(header, value));
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
  { headers, body }: ComposedAnswer,
  check: SchemaCheck,
): ContractViolation | undefined {
  if (body === undefined) {
    return schemas.size === 0 ? undefined : { part: "body", rule: "body is missing" };
  }
  if (schemas.size === 0) return { part: "body", rule: "body must not be there" };
  const [type = ""] = String(headers["Content-Type"]).split(";");
  const place = schemas.get(type);
  if (place === undefined) {
    return { part: "media type", rule: `the documented ones are ${[...schemas.keys()].join(", ")}` };
  }
  const rule = check(place, "body", JSON.parse(body.toString()));
  return rule === undefined ? undefined : { part: "body", rule };
}
