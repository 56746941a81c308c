import createFetchClient from "openapi-fetch";
import { type Endpoint, endpoints, type Operations } from "../../generated/client.ts";
import { NetworkError, toApiError } from "./errors.ts";
import type { Send } from "./retry.ts";

export interface CallDeps {
  readonly baseUrl: string;
  /** For operations that anyone may call. */
  readonly send: Send;
  /** For the others. */
  readonly sendAuthenticated: Send;
  readonly now: () => Date;
}

/** The request of any operation. */
interface CallRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly header?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The `paths` type for openapi-fetch, because paths are read from a table at runtime. */
type AnyPaths = Record<string, Record<Endpoint["method"], AnyOperation>>;
interface AnyOperation {
  readonly parameters: { readonly [Place in "path" | "query" | "header"]?: Record<string, unknown> };
  readonly requestBody?: { readonly content: { readonly "application/json": unknown } };
  readonly responses: { readonly default: { readonly content: { readonly "application/json": unknown } } };
}

/**
 * A function for each operation.
 * @throws ApiError for every answer of 400 or above, NetworkError without an answer
 */
export function createCalls({ baseUrl, send, sendAuthenticated, now }: CallDeps): Operations {
  const http = createFetchClient<AnyPaths>({ baseUrl });

  async function call({ method, path, security }: Endpoint, request: CallRequest = {}): Promise<unknown> {
    const { body, signal, ...params } = request;
    const fetch = security === "none" ? send : sendAuthenticated;
    const init = { fetch, params, headers: { Accept: "application/json" }, ...(signal ? { signal } : {}) };
    const result = http.request(method, path, body === undefined ? init : { ...init, body });
    const { data, error, response } = await result.catch(orUnreadable);
    if (!response.ok) throw toApiError(response, error, now());
    return data;
  }

  const calls = Object.entries(endpoints).map(([id, endpoint]) => [
    id,
    (request?: CallRequest) => call(endpoint, request),
  ]);
  // The table and the types were generated together: each function takes and gives what its operation does.
  return Object.fromEntries(calls) as Operations;
}

function orUnreadable(error: unknown): never {
  if (error instanceof SyntaxError) throw new NetworkError("The answer is not JSON", { cause: error });
  throw error;
}
