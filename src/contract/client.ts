import type { Answers, Handlers } from "../../generated/operations.ts";
import { truncate } from "./check-answer.ts";
import type { SpecOperation } from "./spec.ts";
import type { Transport } from "./transport.ts";
import { SpecViolation } from "./violation.ts";
import type { OutgoingRequest, ReceivedAnswer } from "./wire.ts";

export type OperationId = keyof Handlers;

type HandlerRequest<Id extends OperationId> = Parameters<Handlers[Id]>[0];
type Part<T, Key extends string> = T extends { readonly [K in Key]?: infer Value } ? Value : undefined;

export type StatusOf<Id extends OperationId> = Answers[Id]["status"];

/** The body of an answer with this status. For problem details use `attempt`. */
export type BodyOf<Id extends OperationId, Status extends number> = Part<
  Exclude<Extract<Answers[Id], { readonly status: Status }>, { readonly contentType: "application/problem+json" }>,
  "body"
>;

export interface TypedAnswer<Id extends OperationId, Status extends number> extends ReceivedAnswer {
  readonly status: Status;
  readonly body: BodyOf<Id, Status>;
}

/** The request parts of an operation, typed as its handler receives them. */
export type TypedRequest<Id extends OperationId> = PathOf<HandlerRequest<Id>> &
  QueryOf<HandlerRequest<Id>> &
  BodyPart<HandlerRequest<Id>> & {
    readonly headers?: Readonly<Record<string, string>>;
  };
type PathOf<R> = R extends { readonly path: infer P extends Path } ? { readonly path: P } : { readonly path?: never };
type QueryOf<R> = R extends { readonly query?: infer Q extends Query }
  ? { readonly query?: Partial<Q> }
  : { readonly query?: never };
type BodyPart<R> = R extends { readonly body: infer B }
  ? { readonly body: B }
  : R extends { readonly body?: infer B }
    ? { readonly body?: B }
    : { readonly body?: never };

type Arguments<Id extends OperationId> =
  Record<never, never> extends TypedRequest<Id> ? [request?: TypedRequest<Id>] : [request: TypedRequest<Id>];

type Path = Readonly<Record<string, string | number>>;
type Query = Readonly<Record<string, unknown>>;

/** A request that may violate the spec. */
export interface LooseRequest {
  readonly path?: Path;
  /** A string is sent verbatim after the `?`. */
  readonly query?: string | Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent verbatim. The `Content-Type` is application/json unless `headers` has another. */
  readonly raw?: string | Uint8Array;
  /** Whether to wait after a 429 and repeat the request; true by default. */
  readonly retriesOn429?: boolean;
}

/** Sends requests with one token or none. Every answer is checked against the spec before it is returned. */
export interface ContractClient {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Sends a valid request and asserts the status of the answer. */
  call<Id extends OperationId, const Status extends StatusOf<Id>>(
    operationId: Id,
    status: Status,
    ...request: Arguments<Id>
  ): Promise<TypedAnswer<Id, Status>>;
  /** As `call`, with several expected statuses, in a race for example. */
  callAny<Id extends OperationId, const Status extends StatusOf<Id>>(
    operationId: Id,
    statuses: readonly Status[],
    ...request: Arguments<Id>
  ): Promise<TypedAnswer<Id, Status>>;
  /** Sends any request to an operation, without an expected status. */
  attempt(operationId: OperationId, request?: LooseRequest): Promise<ReceivedAnswer>;
  /** Follows a link in an answer of this operation, verbatim. */
  follow(operationId: OperationId, from: ReceivedAnswer, link: string): Promise<ReceivedAnswer>;
}

export function createContractClient(transport: Transport, token?: string): ContractClient {
  const { spec, baseUrl } = transport;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  function send(operationId: OperationId, outgoing: OutgoingRequest, retriesOn429: boolean): Promise<ReceivedAnswer> {
    return transport.send(
      operationId,
      { ...outgoing, headers: { ...authorization, ...outgoing.headers } },
      retriesOn429,
    );
  }
  const attempt = (operationId: OperationId, request: LooseRequest = {}, retriesOn429 = request.retriesOn429 ?? true) =>
    send(operationId, outgoing(baseUrl, spec.operation(operationId), request), retriesOn429);

  return {
    baseUrl,
    token,
    attempt: (operationId, request) => attempt(operationId, request),
    async call(operationId, status, ...[request]) {
      const answer = await attempt(operationId, request, !isRateLimited(status));
      assertStatus(operationId, answer, [status]);
      return answer;
    },
    async callAny(operationId, statuses, ...[request]) {
      const answer = await attempt(operationId, request, !statuses.some(isRateLimited));
      assertStatus(operationId, answer, statuses);
      return answer;
    },
    follow: (operationId, from, link) =>
      send(operationId, { method: "GET", url: new URL(link, from.request.url).href }, true),
  };
}

function isRateLimited(status: number): boolean {
  return status === 429;
}

/** The transport has checked the body against the spec from which these types were generated: the status decides the body's type. */
function assertStatus<Id extends OperationId, Status extends StatusOf<Id>>(
  operationId: Id,
  answer: ReceivedAnswer,
  statuses: readonly Status[],
): asserts answer is TypedAnswer<Id, Status> {
  if (statuses.some((status) => status === answer.status)) return;
  throw new SpecViolation(
    `${operationId}: ${answer.request.method} ${answer.request.url} answered ${answer.status} ` +
      `where ${statuses.join(" or ")} was expected: ${truncate(answer.text)}`,
    operationId,
    answer,
    { isUnexpected: true },
  );
}

/** Builds the request line, headers and body of a request to an operation. */
export function outgoing(baseUrl: string, { method, path }: SpecOperation, request: LooseRequest): OutgoingRequest {
  const address = path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(request.path?.[name] ?? ""));
  const query = typeof request.query === "string" ? request.query : queryString(request.query ?? {});
  const body = request.raw ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
  return {
    method,
    url: `${baseUrl}${address}${query === "" ? "" : `?${query}`}`,
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...request.headers },
    ...(body === undefined ? {} : { body }),
  };
}

function queryString(query: Readonly<Record<string, unknown>>): string {
  const present = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(present.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
