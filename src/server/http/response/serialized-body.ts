import compileSchema, { type Schema } from "fast-json-stringify";

/** Only this module has the symbol, so no other code can make a serialized body. */
const brand = Symbol("serialized body");

/** JSON, in UTF-8, that the serializer of a schema wrote; `Body` is the type of that schema. */
export interface SerializedBody<Body> {
  readonly bytes: Buffer;
  /** For the type checker alone. */
  readonly [brand]: Body | undefined;
}

/** What a handler may return: its documented answers, or a page of a list with a serialized body. */
export type MaybeSerialized<Answer> = Answer | SerializedPage<Answer>;

type SerializedPage<Answer> = Answer extends { readonly status: 200; readonly body: infer Body }
  ? Body extends { readonly items: readonly unknown[] }
    ? Omit<Answer, "body"> & { readonly body: SerializedBody<Body> }
    : never
  : never;

/** Writes the JSON of one schema. Properties that the schema does not have are left out. */
export interface SchemaSerializer {
  /** @throws Error for a body without a property that the schema requires */
  stringify(body: unknown): string;
  /** @throws Error for a body without a property that the schema requires */
  serialize<Body>(body: Body): SerializedBody<Body>;
}

/**
 * @param components of the OpenAPI document, which the schema refers to
 * @throws Error for a schema that cannot be compiled
 */
export function createSchemaSerializer(schema: Schema, components: object): SchemaSerializer {
  const stringify: (body: unknown) => string = compileSchema(Object.assign({}, schema, { components }));
  return {
    stringify,
    serialize<Body>(body: Body): SerializedBody<Body> {
      const text = stringify(body);
      // Not `Buffer.from`: a short one is a slice of Node's pool, and a cached slice keeps the whole pool in memory.
      const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
      bytes.write(text);
      return { bytes, [brand]: undefined };
    },
  };
}

export function isSerializedBody(body: unknown): body is SerializedBody<unknown> {
  return typeof body === "object" && body !== null && brand in body;
}

/** A number that is written into a serialized body instead of a placeholder. */
export interface Replacement {
  /** Of the placeholder, in bytes. */
  readonly offset: number;
  readonly length: number;
  readonly value: number;
}

/** @param replacements by ascending offset, as `findPlaceholders` found them */
export function replaceNumbers<Body>(
  { bytes }: SerializedBody<Body>,
  replacements: readonly Replacement[],
): SerializedBody<Body> {
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const { offset, length, value } of replacements) {
    parts.push(bytes.subarray(end, offset), Buffer.from(String(value)));
    end = offset + length;
  }
  parts.push(bytes.subarray(end));
  return { bytes: Buffer.concat(parts), [brand]: undefined };
}

/**
 * The offsets of the values of a property, each of which must be the placeholder. Text cannot match: JSON escapes the quotation
 * marks within a string, so `"name":` is always a property.
 * @throws Error unless the body has exactly `count` of them
 */
export function findPlaceholders(
  { bytes }: SerializedBody<unknown>,
  name: string,
  placeholder: string,
  count: number,
): readonly number[] {
  const key = Buffer.from(`${JSON.stringify(name)}:`);
  const value = Buffer.from(placeholder);
  const offsets: number[] = [];
  for (let at = bytes.indexOf(key); at !== -1; at = bytes.indexOf(key, at + key.length)) {
    const offset = at + key.length;
    const end = offset + value.length;
    if (value.compare(bytes, offset, end) !== 0 || !endsValue(bytes[end])) {
      throw new Error(`Expected "${name}":${placeholder} at byte ${at} of a serialized body`);
    }
    offsets.push(offset);
  }
  if (offsets.length !== count) {
    throw new Error(`Expected ${count} occurrences of "${name}" in a serialized body, but found ${offsets.length}`);
  }
  return offsets;
}

const comma = 0x2c;
const brace = 0x7d;

/** Whether a byte comes after a property, so that the number 0 is not the beginning of 0.5. */
function endsValue(byte: number | undefined): boolean {
  return byte === comma || byte === brace;
}
