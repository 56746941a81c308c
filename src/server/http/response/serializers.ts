import type { Schema } from "fast-json-stringify";
import type { Answers, Handlers } from "../../../../generated/operations.ts";
import { createSchemaSerializer, type SchemaSerializer, type SerializedBody } from "./serialized-body.ts";

/** The parts of an OpenAPI document that serializers are compiled from. */
export interface SerializableDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string } & Responses>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Responses {
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: Schema } | undefined>>;

/** Makes the JSON of an operation's body, or of the data of one of its events. */
export type Serialize = (operationId: string | undefined, status: number, body: unknown) => string;

/** The type of a documented body. */
export type BodyOf<OperationId extends keyof Handlers, Status extends number> = Extract<
  Answers[OperationId],
  { readonly status: Status; readonly body: unknown }
>["body"];

export interface Serializers {
  /** By the schema for a 2xx answer that has one; by `JSON.stringify` for all others, such as a refusal. */
  readonly serialize: Serialize;
  /** @throws Error where the document has no schema for such an answer */
  get<OperationId extends keyof Handlers, Status extends number>(
    operationId: OperationId,
    status: Status,
  ): (body: BodyOf<OperationId, Status>) => SerializedBody<BodyOf<OperationId, Status>>;
}

/**
 * Compiles a serializer for each 2xx answer. Those of an event stream serialize the `data` of its events.
 * @param document OpenAPI 3.0, without references to other files
 * @throws Error for a schema that cannot be compiled
 */
export function compileSerializers({ paths, components = {} }: SerializableDocument): Serializers {
  const byOperation = new Map<string | undefined, ReadonlyMap<number, SchemaSerializer>>();
  const bySchema = new Map<string, SchemaSerializer>();

  function compile(schema: Schema): SchemaSerializer {
    const key = JSON.stringify(schema);
    const serializer = bySchema.get(key) ?? createSchemaSerializer(schema, components);
    bySchema.set(key, serializer);
    return serializer;
  }

  for (const { operationId, responses = {} } of Object.values(paths).flatMap((item) => Object.values(item))) {
    const serializers = new Map<number, SchemaSerializer>();
    for (const [status, { content = {} }] of Object.entries(responses)) {
      const schema = status.startsWith("2") ? schemaOf(content) : undefined;
      if (schema) serializers.set(Number(status), compile(schema));
    }
    byOperation.set(operationId, serializers);
  }

  return {
    serialize(operationId, status, body) {
      const serializer = byOperation.get(operationId)?.get(status);
      return serializer ? serializer.stringify(body) : JSON.stringify(body);
    },
    get(operationId, status) {
      const serializer = byOperation.get(operationId)?.get(status);
      if (!serializer) throw new Error(`${operationId} has no schema for its answer ${status}`);
      return serializer.serialize;
    },
  };
}

function schemaOf(content: Content): Schema | undefined {
  const events = content["text/event-stream"]?.schema;
  return content["application/json"]?.schema ?? (events && dataSchemaOf(events));
}

/** The schema of the `data` of an event. The other fields of an event are not JSON. */
function dataSchemaOf(event: Schema): Schema {
  const reference = "$ref" in event ? event.$ref : undefined;
  if (reference === undefined) throw new Error("The schema of events must be one of components.schemas");
  return { $ref: `${reference}/properties/data` };
}

/** `JSON.stringify`, for documents without compiled serializers. */
export const stringify: Serialize = (_operationId, _status, body) => JSON.stringify(body);
