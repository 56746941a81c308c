import { once } from "node:events";
import {
  Agent,
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as open,
  type ServerResponse,
} from "node:http";
import { buffer } from "node:stream/consumers";
import type { Spec } from "../../src/contract/spec.ts";

/** A request with its whole body. */
export interface ProxiedRequest {
  /** Undefined if no operation has this path and method. */
  readonly operationId: string | undefined;
  readonly method: string;
  readonly path: string;
  /** The path parameters by name. */
  readonly pathValues: Readonly<Record<string, string>>;
  /** Without the `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer with its whole body. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Written to the connection verbatim instead of status, headers and body. */
  readonly raw?: string;
}

export type Forward = (change?: Partial<ProxiedRequest>) => Promise<ProxiedAnswer>;
export type Interceptor = (proxied: ProxiedRequest, forward: Forward) => Promise<ProxiedAnswer>;

export interface MutantProxy {
  readonly baseUrl: string;
  /** Errors of `intercept` itself, after which the result of the suite says nothing. */
  readonly errors: readonly unknown[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly spec: Spec;
  /** The base URL of the server behind the proxy. */
  readonly target: string;
  /** Whether a request goes to `intercept`; all others are forwarded unchanged. */
  readonly intercepts: (proxied: ProxiedRequest) => boolean;
  readonly intercept: Interceptor;
}

/** Starts a proxy that can change the requests to a server and its answers. */
export async function startProxy({ spec, target, intercepts, intercept }: ProxyOptions): Promise<MutantProxy> {
  const agent = new Agent({ keepAlive: true });
  const find = createFinder(spec);
  const errors: unknown[] = [];
  let isClosed = false;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const proxied = { ...find(request), headers: headersOf(request), body: await buffer(request) };
    if (!intercepts(proxied)) return pass(await send(proxied), response);
    const forward: Forward = async (change) => readAnswer(await send({ ...proxied, ...change }));
    const answer = await intercept(proxied, forward).catch((error: unknown) => {
      if (!isClosed) errors.push(error);
      throw error;
    });
    write(answer, response);
  }

  function send({ method, path, query, headers, body }: ProxiedRequest): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const sentHeaders = { ...headers, ...(body.length > 0 ? { "content-length": body.length } : {}) };
      const url = `${target}${path}${query === "" ? "" : `?${query}`}`;
      open(url, { method, headers: sentHeaders, agent }, resolve).on("error", reject).end(body);
    });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return {
    baseUrl: `http://127.0.0.1:${address.port}`,
    errors,
    async close() {
      isClosed = true;
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}

/** Forwards an answer in chunks, because an event stream does not end. */
function pass(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 500, withoutHops(answer));
  response.flushHeaders();
  answer.pipe(response);
  response.on("close", () => answer.destroy());
}

function write({ status, headers, body, raw }: ProxiedAnswer, response: ServerResponse): void {
  if (raw !== undefined) response.socket?.end(raw);
  else response.writeHead(status, headers).end(body);
}

async function readAnswer(answer: IncomingMessage): Promise<ProxiedAnswer> {
  return { status: answer.statusCode ?? 500, headers: withoutHops(answer), body: await buffer(answer) };
}

function withoutHops({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const { connection: _, "keep-alive": __, "transfer-encoding": ___, ...others } = headers;
  return others;
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const { connection: _, host: __, "content-length": ___, "transfer-encoding": ____, ...others } = headers;
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]));
}

/** Matches paths with fewer parameters first, so that `/user/me` does not match `/user/{userId}`. */
function createFinder(spec: Spec): (request: IncomingMessage) => Omit<ProxiedRequest, "headers" | "body"> {
  const patterns = spec.operations
    .map((operation) => ({
      operation,
      parameters: operation.path.split("{").length,
      pattern: new RegExp(`^${operation.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
    }))
    .toSorted((a, b) => a.parameters - b.parameters);

  return ({ method = "GET", url = "/" }) => {
    const [path = "/", ...rest] = url.split("?");
    const specMethod = method === "HEAD" ? "GET" : method;
    const match = patterns.find(({ operation, pattern }) => operation.method === specMethod && pattern.test(path));
    const pathValues = match?.pattern.exec(path)?.groups ?? {};
    return { operationId: match?.operation.id, method, path, query: rest.join("?"), pathValues };
  };
}
