import type { OperationId } from "../../src/contract/client.ts";
import type { Statement } from "../../src/server/database/database.ts";
import type { Interceptor, ProxiedAnswer, ProxiedRequest } from "./proxy.ts";

/** A server that violates the contract in one way: this project's server with changed requests, answers or SQL statements. */
export interface Mutant {
  readonly name: string;
  /** The violation, as a client sees it. */
  readonly breaks: string;
  /** The operations that are changed, and that the suite may blame; empty if no operation is concerned. */
  readonly operations: readonly OperationId[];
  /** Intercepts the requests to `operations`. It is created for each server, so that it can keep state. */
  readonly intercept?: InterceptorFactory;
  /** Whether it also intercepts HEAD requests, whose answers have no body. */
  readonly interceptsHead?: true;
  /** Changes the text of a SQL statement that reads. */
  readonly statement?: (statement: Statement) => string;
  /** Runs before the first request. */
  readonly prepare?: (server: ServerAccess) => Promise<void>;
}

export type InterceptorFactory = (server: ServerAccess) => Interceptor;

/** Access to the server that a client does not have. */
export interface ServerAccess {
  /** Issues a valid access token. */
  tokenOf(userId: string, isAdmin?: boolean): string;
  /** Whether the server has signed this token; its session may have ended. */
  hasSigned(token: string): boolean;
  /** Runs a SQL statement in its own transaction. */
  sql(text: string, ...values: readonly (string | number | null)[]): Promise<readonly unknown[]>;
  /** The id of a member that the suite does not know. */
  readonly bystander: string;
}

/** Changes the answers with one status. */
export function changeAnswer(
  status: number,
  change: (
    answer: ProxiedAnswer,
    request: ProxiedRequest,
    server: ServerAccess,
  ) => ProxiedAnswer | Promise<ProxiedAnswer>,
): InterceptorFactory {
  return (server) => async (request, forward) => {
    const answer = await forward();
    return answer.status === status ? change(answer, request, server) : answer;
  };
}

/** Changes the JSON body of the answers with one status. */
export function changeBody(
  status: number,
  change: (json: AnyJson, request: ProxiedRequest, server: ServerAccess) => unknown,
): InterceptorFactory {
  return changeAnswer(status, async (answer, request, server) =>
    withJson(answer, await change(readJson(answer), request, server)),
  );
}

/** Runs an action after the server has made an answer with this status, before it is sent. */
export function afterAnswer(
  status: number,
  act: (request: ProxiedRequest, server: ServerAccess, json: AnyJson) => Promise<unknown>,
): InterceptorFactory {
  return changeAnswer(status, async (answer, request, server) => {
    await act(request, server, readJson(answer));
    return answer;
  });
}

/** Changes the JSON body of requests. A body that the change does not alter is forwarded byte by byte. */
export function changeRequestBody(change: (json: AnyJson) => unknown): InterceptorFactory {
  return () => (request, forward) => {
    const json = parse(request.body.toString());
    const changed = JSON.stringify(json === undefined ? undefined : change(json));
    return changed === JSON.stringify(json) ? forward() : forward({ body: Buffer.from(changed) });
  };
}

/** Sends a changed request when the server answers with this status. */
export function retryWith(
  status: number,
  again: (
    request: ProxiedRequest,
    server: ServerAccess,
    answer: ProxiedAnswer,
  ) => Partial<ProxiedRequest> | undefined | Promise<Partial<ProxiedRequest> | undefined>,
): InterceptorFactory {
  return (server) => async (request, forward) => {
    const answer = await forward();
    if (answer.status !== status) return answer;
    const change = await again(request, server, answer);
    return change ? forward(change) : answer;
  };
}

/** Replaces parts of the statements whose names match or start with `name`. @throws Error if a part is not in a statement */
export function replaceInStatement(
  name: string | RegExp,
  parts: Readonly<Record<string, string>>,
): NonNullable<Mutant["statement"]> {
  return (sqlStatement) => {
    if (typeof name === "string" ? !sqlStatement.name.startsWith(name) : !name.test(sqlStatement.name))
      return sqlStatement.text;
    return Object.entries(parts).reduce((text, [part, replacement]) => {
      if (!text.includes(part)) throw new Error(`The statement ${sqlStatement.name} has no ${part}`);
      return text.replace(part, replacement);
    }, sqlStatement.text);
  };
}

/** Untyped JSON, because mutants break the types of the contract. */
export type AnyJson = ReturnType<typeof JSON.parse>;

export function readJson({ body }: ProxiedAnswer): AnyJson {
  return parse(body.toString());
}

export function withJson(answer: ProxiedAnswer, json: unknown, status: number = answer.status): ProxiedAnswer {
  const text = Buffer.from(JSON.stringify(json));
  const type = answer.headers["content-type"] ?? "application/json; charset=utf-8";
  return {
    status,
    body: text,
    headers: { ...answer.headers, "content-type": type, "content-length": String(text.length) },
  };
}

export function withoutBody(answer: ProxiedAnswer, status: number): ProxiedAnswer {
  const { "content-type": _, "content-length": __, ...headers } = answer.headers;
  return { status, headers, body: Buffer.alloc(0) };
}

export function withoutHeader(answer: ProxiedAnswer, name: string): ProxiedAnswer {
  const { [name]: _, ...headers } = answer.headers;
  return { ...answer, headers };
}

/** Parses JSON. Undefined for invalid JSON, and for JSON that is nested too deeply to be written again. */
export function parse(text: string): AnyJson {
  if (text.split(/[[{]/).length > 1000) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a 403 means that the token is valid but lacks the permission. */
export function isTokenValid({ headers }: ProxiedAnswer): boolean {
  return headers["www-authenticate"] === undefined;
}

/** The headers of the same request by another member. */
export function sentBy(token: string, { headers }: ProxiedRequest): Partial<ProxiedRequest> {
  return { headers: { ...headers, authorization: `Bearer ${token}` } };
}

/** The subject of the token in a request, without a check of its signature. */
export function senderOf({ headers }: ProxiedRequest): string {
  const claims = (headers.authorization ?? "").split(".")[1] ?? "";
  return String(Object(parse(Buffer.from(claims, "base64url").toString())).sub ?? "");
}
