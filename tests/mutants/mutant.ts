import type { OperationId } from "../../src/contract/client.ts";
import type { Statement } from "../../src/server/database/database.ts";
import type { Asked, Intercept, Told } from "./door.ts";

/** A server that breaks the contract in one way: ours, with its requests, answers or statements changed. */
export interface Mutant {
  readonly name: string;
  /** What its clients would complain of. */
  readonly breaks: string;
  /** What is changed, and so whom the suite may blame; empty where no operation is concerned. */
  readonly operations: readonly OperationId[];
  /** Stands between the client and the server, for `operations` only. Made anew for each server, so that it may remember. */
  readonly door?: Door;
  /** Whether HEAD goes through the door too, whose answers have no body to be changed. */
  readonly withHead?: true;
  /** The text of a statement that is read with. */
  readonly statement?: (statement: Statement) => string;
  /** Before anybody asks. */
  readonly prepare?: (world: World) => Promise<void>;
}

export type Door = (world: World) => Intercept;

/** What a mutant can do that a client cannot. */
export interface World {
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
export function told(status: number, change: (answer: Told, asked: Asked, world: World) => Told | Promise<Told>): Door {
  return (world) => async (asked, forward) => {
    const answer = await forward();
    return answer.status === status ? change(answer, asked, world) : answer;
  };
}

/** Changes the JSON of the answers of one status. */
export function body(status: number, change: (json: Json, asked: Asked, world: World) => unknown): Door {
  return told(status, async (answer, asked, world) => withJson(answer, await change(readJson(answer), asked, world)));
}

/** Does something once an answer of this status is made, before it is sent. */
export function afterwards(status: number, act: (asked: Asked, world: World, json: Json) => Promise<unknown>): Door {
  return told(status, async (answer, asked, world) => {
    await act(asked, world, readJson(answer));
    return answer;
  });
}

/** Sends another body where the change makes one of what was given, and what was given to the byte otherwise. */
export function sending(change: (json: Json) => unknown): Door {
  return () => (asked, forward) => {
    const given = parse(asked.body.toString());
    const changed = JSON.stringify(given === undefined ? undefined : change(given));
    return changed === JSON.stringify(given) ? forward() : forward({ body: Buffer.from(changed) });
  };
}

/** Where the server refuses with this status, asks again in another way. */
export function insisting(
  status: number,
  again: (asked: Asked, world: World, answer: Told) => Partial<Asked> | undefined | Promise<Partial<Asked> | undefined>,
): Door {
  return (world) => async (asked, forward) => {
    const answer = await forward();
    if (answer.status !== status) return answer;
    const change = await again(asked, world, answer);
    return change ? forward(change) : answer;
  };
}

/** Replaces parts of every statement with this name, or of all whose names begin so. @throws Error where one lacks a part */
export function statement(
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
export type Json = ReturnType<typeof JSON.parse>;

export function readJson({ body }: Told): Json {
  return parse(body.toString());
}

export function withJson(answer: Told, json: unknown, status: number = answer.status): Told {
  const text = Buffer.from(JSON.stringify(json));
  const type = answer.headers["content-type"] ?? "application/json; charset=utf-8";
  return {
    status,
    body: text,
    headers: { ...answer.headers, "content-type": type, "content-length": String(text.length) },
  };
}

export function withoutBody(answer: Told, status: number): Told {
  const { "content-type": _, "content-length": __, ...headers } = answer.headers;
  return { status, headers, body: Buffer.alloc(0) };
}

export function withoutHeader(answer: Told, name: string): Told {
  const { [name]: _, ...headers } = answer.headers;
  return { ...answer, headers };
}

/** Undefined for what is no JSON, and for what is nested so deeply that it could not be written again. */
export function parse(text: string): Json {
  if (text.split(/[[{]/).length > 1000) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a 403 says that the token is good and not enough. */
export function isTokenGood({ headers }: Told): boolean {
  return headers["www-authenticate"] === undefined;
}

/** The headers of a request by somebody else. */
export function by(token: string, { headers }: Asked): Partial<Asked> {
  return { headers: { ...headers, authorization: `Bearer ${token}` } };
}

/** Whose token a request carries, forged or not. */
export function senderOf({ headers }: Asked): string {
  const claims = (headers.authorization ?? "").split(".")[1] ?? "";
  return String(Object(parse(Buffer.from(claims, "base64url").toString())).sub ?? "");
}
