import type { ParameterObject } from "../document.ts";
import type { SpecOperation } from "../spec.ts";
import type { OutgoingRequest } from "../wire.ts";

/** What a request said, read from the wire as a server reads it. */
export interface ParsedRequest {
  /** By `path postId`, `query limit`; numbers and booleans where the text looks like one. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** Undefined where there is none, and where it is no JSON. */
  readonly body: unknown;
}

export function parameterKey({ in: place, name }: ParameterObject): string {
  return `${place} ${name}`;
}

export function parseRequest({ path, parameters }: SpecOperation, { url, headers = {}, body }: OutgoingRequest): ParsedRequest {
  const { pathname, searchParams } = new URL(url);
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
  // What precedes the path of the operation is the server's base path.
  const pattern = new RegExp(`${path.replace(/\{[^}]+\}/g, "([^/]*)")}$`);
  const segments = pattern.exec(pathname)?.slice(1) ?? [];
  const inPath = new Map(names.map((name, index) => [name, decode(segments[index] ?? "")]));
  const sent = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const values = parameters.flatMap((parameter): [string, unknown][] => {
    const { name, in: place } = parameter;
    const text =
      place === "path" ? inPath.get(name) : place === "query" ? searchParams.get(name) : sent.get(name.toLowerCase());
    return typeof text === "string" ? [[parameterKey(parameter), coerce(text)]] : [];
  });
  return { parameters: new Map(values), body: parse(body) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function coerce(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d{1,16}(\.\d+)?$/.test(text) ? Number(text) : text;
}

function parse(body: OutgoingRequest["body"]): unknown {
  if (body === undefined) return undefined;
  try {
    return JSON.parse(typeof body === "string" ? body : new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
