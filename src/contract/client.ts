import type { Handlers } from "../../generated/operations.ts";
import type { WithoutSerialized } from "../server/http/response/serialized-body.ts";
import { shorten } from "./check-answer.ts";
import type { SpecOperation } from "./spec.ts";
import type { Transport } from "./transport.ts";
import { SpecViolation } from "./violation.ts";
import type { Outgoing, ReceivedAnswer } from "./wire.ts";

export type OperationId = keyof Handlers;

type HandlerRequest<Id extends OperationId> = Parameters<Handlers[Id]>[0];
type HandlerAnswer<Id extends OperationId> = WithoutSerialized<Awaited<ReturnType<Handlers[Id]>>>;
type Part<T, Key extends string> = T extends { readonly [K in Key]?: infer Value } ? Value : undefined;

export type StatusOf<Id extends OperationId> = HandlerAnswer<Id>["status"];

/** What an answer of this status holds; problem details are asked for with `attempt`. */
export type BodyOf<Id extends OperationId, Status extends number> = Part<
  Exclude<
    Extract<HandlerAnswer<Id>, { readonly status: Status }>,
    { readonly contentType: "application/problem+json" }
  >,
  "body"
>;

export interface TypedAnswer<Id extends OperationId, Status extends number> extends ReceivedAnswer {
  readonly status: Status;
  readonly body: BodyOf<Id, Status>;
}

/** The parts that the operation has, each as its handler would get it. */
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

/** A request that need not keep the spec. */
export interface LooseRequest {
  readonly path?: Path;
  /** A text is sent as it is, after the `?`. */
  readonly query?: string | Query;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is, with the given `Content-Type` (application/json where `headers` says nothing). */
  readonly raw?: string | Uint8Array;
  /** Whether a 429 is waited for and the request repeated; true unless it is what one wants to see. */
  readonly waits?: boolean;
}

/** Somebody who sends requests; every answer is held against the spec before it is handed on. */
export interface ContractClient {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Sends a proper request and asserts that the answer has the status that is expected. */
  call<Id extends OperationId, const Status extends StatusOf<Id>>(
    operationId: Id,
    status: Status,
    ...request: Arguments<Id>
  ): Promise<TypedAnswer<Id, Status>>;
  /** The same where several statuses are right, in a race for example. */
  callAny<Id extends OperationId, const Status extends StatusOf<Id>>(
    operationId: Id,
    statuses: readonly Status[],
    ...request: Arguments<Id>
  ): Promise<TypedAnswer<Id, Status>>;
  /** Sends anything to an operation. */
  attempt(operationId: OperationId, request?: LooseRequest): Promise<ReceivedAnswer>;
  /** Follows a link of an answer of this operation, verbatim. */
  follow(operationId: OperationId, from: ReceivedAnswer, link: string): Promise<ReceivedAnswer>;
}

export function createContractClient(transport: Transport, token?: string): ContractClient {
  const { spec, baseUrl } = transport;
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  function send(operationId: OperationId, outgoing: Outgoing, waits: boolean): Promise<ReceivedAnswer> {
    return transport.send(operationId, { ...outgoing, headers: { ...authorization, ...outgoing.headers } }, waits);
  }
  const attempt = (operationId: OperationId, request: LooseRequest = {}, waits = request.waits ?? true) =>
    send(operationId, outgoing(baseUrl, spec.operation(operationId), request), waits);

  return {
    baseUrl,
    token,
    attempt: (operationId, request) => attempt(operationId, request),
    async call(operationId, status, ...[request]) {
      const answer = await attempt(operationId, request, !isLimit(status));
      assertStatus(operationId, answer, [status]);
      return answer;
    },
    async callAny(operationId, statuses, ...[request]) {
      const answer = await attempt(operationId, request, !statuses.some(isLimit));
      assertStatus(operationId, answer, statuses);
      return answer;
    },
    follow: (operationId, from, link) =>
      send(operationId, { method: "GET", url: new URL(link, from.request.url).href }, true),
  };
}

function isLimit(status: number): boolean {
  return status === 429;
}

/** The transport held the body against the spec, from which these types were generated; so the status tells the body's type. */
function assertStatus<Id extends OperationId, Status extends StatusOf<Id>>(
  operationId: Id,
  answer: ReceivedAnswer,
  statuses: readonly Status[],
): asserts answer is TypedAnswer<Id, Status> {
  if (statuses.some((status) => status === answer.status)) return;
  throw new SpecViolation(
    `${operationId}: ${answer.request.method} ${answer.request.url} answered ${answer.status} ` +
      `where ${statuses.join(" or ")} was expected: ${shorten(answer.text)}`,
    operationId,
    answer,
    { isUnexpected: true },
  );
}

/** The request line, headers and body of a request to an operation. */
export function outgoing(baseUrl: string, { method, path }: SpecOperation, request: LooseRequest): Outgoing {
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
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
}
