type Fields = Readonly<Record<string, unknown>>;

/** The validated request. */
export interface MockRequest {
  readonly path: Fields;
  readonly query: Fields;
  readonly header: Fields;
  readonly body: unknown;
}

export function readRequest({ path, query, header, body }: Readonly<Record<string, unknown>>): MockRequest {
  return { path: fieldsOf(path), query: fieldsOf(query), header: fieldsOf(header), body };
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
