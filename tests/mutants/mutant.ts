import type { OperationId } from "../../src/contract/client.ts";
import type { Statement } from "../../src/server/database/database.ts";
import type { Interceptor, ProxiedAnswer, ProxiedRequest } from "./proxy.ts";

/** A server that breaks the contract in one way: ours, with its requests, answers or statements changed. */
export interface Mutant {
  readonly name: string;
  /** What its clients would complain of. */
  readonly breaks: string;
  /** What is changed, and so whom the suite may blame; empty where no operation is concerned. */
  readonly operations: readonly OperationId[];
  /** Stands between the client and the server, for `operations` only. Made anew for each server, so that it may remember. */
  readonly intercept?: InterceptorFactory;
  /** Whether HEAD goes through the door too, whose answers have no body to be changed. */
  readonly interceptsHead?: true;
  /** The text of a statement that is read with. */
  readonly statement?: (statement: Statement) => string;
  /** Before anybody asks. */
  readonly prepare?: (server: ServerAccess) => Promise<void>;
}

export type InterceptorFactory = (server: ServerAccess) => Interceptor;

/** What a mutant can do that a client cannot. */
export interface ServerAccess {
  /** An access token that the server believes. */
  tokenOf(userId: string, isAdmin?: boolean): string;
  /** Whether it is a token of ours, of a login that may have ended. */
  isOurs(token: string): boolean;
  /** Runs a statement in a transaction of its own. */
  sql(text: string, ...values: readonly (string | number | null)[]): Promise<readonly unknown[]>;
  /** A member whom the suite does not know of. */
  readonly bystander: string;
}

/** Changes the answers of one status. */
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

/** Changes the JSON of the answers of one status. */
export function changeBody(
  status: number,
  change: (json: AnyJson, request: ProxiedRequest, server: ServerAccess) => unknown,
): InterceptorFactory {
  return changeAnswer(status, async (answer, request, server) =>
    withJson(answer, await change(readJson(answer), request, server)),
  );
}

/** Does something once an answer of this status is made, before it is sent. */
export function afterAnswer(
  status: number,
  act: (request: ProxiedRequest, server: ServerAccess, json: AnyJson) => Promise<unknown>,
): InterceptorFactory {
  return changeAnswer(status, async (answer, request, server) => {
    await act(request, server, readJson(answer));
    return answer;
  });
}

/** Sends another body where the change makes one of what was given, and what was given to the byte otherwise. */
export function changeRequestBody(change: (json: AnyJson) => unknown): InterceptorFactory {
  return () => (request, forward) => {
    const given = parse(request.body.toString());
    const changed = JSON.stringify(given === undefined ? undefined : change(given));
    return changed === JSON.stringify(given) ? forward() : forward({ body: Buffer.from(changed) });
  };
}

/** Where the server refuses with this status, asks again in another way. */
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

/** Replaces parts of every statement with this name, or of all whose names begin so. @throws Error where one lacks a part */
export function replaceInStatement(
  name: string | RegExp,
  parts: Readonly<Record<string, string>>,
): NonNullable<Mutant["statement"]> {
  return (given) => {
    if (typeof name === "string" ? !given.name.startsWith(name) : !name.test(given.name)) return given.text;
    return Object.entries(parts).reduce((text, [part, by]) => {
      if (!text.includes(part)) throw new Error(`The statement ${given.name} has no ${part}`);
      return text.replace(part, by);
    }, given.text);
  };
}

/** What the contract promises of its form is what a mutant breaks, so it has no type of ours. */
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

/** Undefined for what is no JSON, and for what is nested so deeply that it could not be written again. */
export function parse(text: string): AnyJson {
  if (text.split(/[[{]/).length > 1000) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a 403 says that the token is good and not enough. */
export function isTokenGood({ headers }: ProxiedAnswer): boolean {
  return headers["www-authenticate"] === undefined;
}

/** The headers of a request by somebody else. */
export function sentBy(token: string, { headers }: ProxiedRequest): Partial<ProxiedRequest> {
  return { headers: { ...headers, authorization: `Bearer ${token}` } };
}

/** Whose token a request carries, forged or not. */
export function senderOf({ headers }: ProxiedRequest): string {
  const claims = (headers.authorization ?? "").split(".")[1] ?? "";
  return String(Object(parse(Buffer.from(claims, "base64url").toString())).sub ?? "");
}
