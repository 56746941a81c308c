import serializerOf, { type Schema } from "fast-json-stringify";

/** The parts that are looked at of an OpenAPI document. */
export interface Described {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string } & Responses>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

interface Responses {
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
}

type Content = Readonly<Record<string, { readonly schema?: Schema } | undefined>>;

/** Makes the JSON of a body that an operation answers with. */
export type Serialize = (operationId: string | undefined, status: number, body: unknown) => string;

type Write = (body: unknown) => string;

/**
 * Prepares how the JSON of each answer of 2xx is made: its schema tells the properties and their types, which `JSON.stringify`
 * finds out anew for each body. What the schema does not have is left out. All other JSON, such as a refusal's, is made by
 * `JSON.stringify`.
 * @param document OpenAPI 3.0, without references to other files
 * @throws Error for a schema that no JSON can be made by
 */
export function compileSerializers({ paths, components = {} }: Described): Serialize {
  const byOperation = new Map<string | undefined, ReadonlyMap<number, Write>>();
  const bySchema = new Map<string, Write>();

  function compile(schema: Schema): Write {
    const key = JSON.stringify(schema);
    const write = bySchema.get(key) ?? serializerOf(Object.assign({}, schema, { components }));
    bySchema.set(key, write);
    return write;
  }

  for (const { operationId, responses = {} } of Object.values(paths).flatMap((item) => Object.values(item))) {
    const own = Object.entries(responses).flatMap(([status, { content = {} }]): [number, Write][] => {
      const schema = status.startsWith("2") ? content["application/json"]?.schema : undefined;
      return schema ? [[Number(status), compile(schema)]] : [];
    });
    byOperation.set(operationId, new Map(own));
  }
  return (operationId, status, body) => {
    const write = byOperation.get(operationId)?.get(status);
    return write ? write(body) : JSON.stringify(body);
  };
}
