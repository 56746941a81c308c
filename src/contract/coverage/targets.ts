import { isDeepStrictEqual } from "node:util";
import { type MediaTypeObject, type ParameterObject, resolveReference, type SchemaObject } from "../document.ts";
import type { Spec, SpecOperation } from "../spec.ts";
import type { ReceivedAnswer } from "../wire.ts";
import { keywordChecks } from "./keywords.ts";
import { type ParsedRequest, parameterKey } from "./request-parts.ts";

export const targetKinds = ["status", "media type", "parameter", "keyword", "example"] as const;
export type TargetKind = (typeof targetKinds)[number];

/** One part of the spec that a run can cover. */
export interface CoverageTarget {
  readonly kind: TargetKind;
  readonly operationId: string;
  /** Unique within kind and operation: `200`, `body content: maxLength violated`. */
  readonly name: string;
  /** The status of the answer, for targets about answers. */
  readonly status?: number;
  /** Whether an answer that passed its checks, together with its request, covers the target. */
  isReached(answer: ReceivedAnswer, request: ParsedRequest): boolean;
}

/** All targets of an operation. */
export function targetsOf(spec: Spec, operation: SpecOperation): CoverageTarget[] {
  return [
    ...answerTargets(operation),
    ...operation.parameters.flatMap((parameter) => parameterTargets(spec, operation, parameter)),
    ...bodyTargets(spec, operation),
  ];
}

function answerTargets({ id: operationId, answers }: SpecOperation): CoverageTarget[] {
  return [...answers].flatMap(([status, { content }]): CoverageTarget[] => [
    {
      kind: "status",
      operationId,
      name: String(status),
      status,
      isReached: (answer) => answer.status === status,
    },
    ...[...content.keys()].map(
      (mediaType): CoverageTarget => ({
        kind: "media type",
        operationId,
        name: `${status} ${mediaType}`,
        status,
        isReached: (answer) => answer.status === status && answer.mediaType === mediaType,
      }),
    ),
  ]);
}

/** Statuses with which a server rejects a request before it validates parameters and body. */
const rejectedUnread = [403, 413, 415, 429];

function isAccepted({ status }: ReceivedAnswer): boolean {
  return status !== 400 && status < 500 && !rejectedUnread.includes(status);
}

function parameterTargets(
  spec: Spec,
  { id: operationId, pointer }: SpecOperation,
  parameter: ParameterObject,
): CoverageTarget[] {
  const key = parameterKey(parameter);
  const read = ({ parameters }: ParsedRequest) => parameters.get(key);
  const { value: schema } = resolveReference<SchemaObject>(spec.document, parameter.schema ?? {}, pointer);
  const target = (name: string, isReached: CoverageTarget["isReached"]): CoverageTarget => ({
    kind: "parameter",
    operationId,
    name: `${key} ${name}`,
    isReached,
  });
  return [
    target("accepted", (answer, request) => read(request) !== undefined && isAccepted(answer)),
    target("rejected", (answer, request) => read(request) !== undefined && answer.status === 400),
    ...keywordTargets(spec, operationId, key, schema, read),
    ...exampleTargets(operationId, key, parameter, read),
  ];
}

function bodyTargets(spec: Spec, { id: operationId, body, pointer }: SpecOperation): CoverageTarget[] {
  const media = body?.content["application/json"];
  if (!media?.schema) return [];
  const { value: schema } = resolveReference<SchemaObject>(spec.document, media.schema, pointer);
  const read = (request: ParsedRequest) => request.body;
  return [
    ...keywordTargets(spec, operationId, "body", schema, read),
    ...exampleTargets(operationId, "body", media, read),
  ];
}

/** The targets of a schema and of the schemas of its properties. */
function keywordTargets(
  spec: Spec,
  operationId: string,
  location: string,
  schema: SchemaObject,
  read: (request: ParsedRequest) => unknown,
): CoverageTarget[] {
  const ofSchema = Object.entries(keywordChecks).flatMap(([keyword, check]): CoverageTarget[] => {
    if (!Object.hasOwn(schema, keyword)) return [];
    const isAt = (request: ParsedRequest, state: string) => {
      const value = read(request);
      return value !== undefined && check(value, schema) === state;
    };
    const satisfied: CoverageTarget = {
      kind: "keyword",
      operationId,
      name: `${location}: ${keyword} satisfied`,
      isReached: (answer, request) => isAccepted(answer) && isAt(request, "satisfied"),
    };
    const violated: CoverageTarget = {
      kind: "keyword",
      operationId,
      name: `${location}: ${keyword} violated`,
      isReached: (answer, request) => answer.status === 400 && isAt(request, "violated"),
    };
    return keyword === "nullable" || (keyword === "minLength" && schema.minLength === 0)
      ? [satisfied]
      : [satisfied, violated];
  });
  const ofProperties = Object.entries(schema.properties ?? {}).flatMap(([name, schemaOrReference]) => {
    const { value } = resolveReference<SchemaObject>(spec.document, schemaOrReference, "#");
    return keywordTargets(spec, operationId, `${location} ${name}`, value, (request) => property(read(request), name));
  });
  return [...ofSchema, ...ofProperties];
}

function property(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

function exampleTargets(
  operationId: string,
  location: string,
  holder: MediaTypeObject | ParameterObject,
  read: (request: ParsedRequest) => unknown,
): CoverageTarget[] {
  const named = Object.entries(holder.examples ?? {}).map(([name, { value }]): [string, unknown] => [name, value]);
  const all: [string, unknown][] = holder.example === undefined ? named : [["example", holder.example], ...named];
  return all.map(([name, example]) => ({
    kind: "example",
    operationId,
    name: `${location}: ${name}`,
    isReached: (answer, request) => answer.status !== 400 && isDeepStrictEqual(read(request), example),
  }));
}
