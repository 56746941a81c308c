import type { ParameterObject } from "../document.ts";
import type { SpecOperation } from "../spec.ts";
import type { OutgoingRequest } from "../wire.ts";

/** The parameters and the body of a request, parsed as a server would parse them. */
export interface ParsedRequest {
  /** By `path postId`, `query limit`; as a number or boolean if the text looks like one. */
  readonly parameters: ReadonlyMap<string, unknown>;
  /** Undefined if there is no body or it is not JSON. */
  readonly body: unknown;
}

export function parameterKey({ in: location, name }: ParameterObject): string {
  return `${location} ${name}`;
}

export function parseRequest(
  { path, parameters }: SpecOperation,
  { url, headers = {}, body }: OutgoingRequest,
): ParsedRequest {
  const { pathname, searchParams } = new URL(url);
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name ?? "");
  // The URL may have a base path before the path of the operation.
  const pattern = new RegExp(`${path.replace(/\{[^}]+\}/g, "([^/]*)")}$`);
  const segments = pattern.exec(pathname)?.slice(1) ?? [];
  const inPath = new Map(names.map((name, index) => [name, decode(segments[index] ?? "")]));
  const sent = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const values = parameters.flatMap((parameter): [string, unknown][] => {
    const { name, in: location } = parameter;
    const text =
      location === "path"
        ? inPath.get(name)
        : location === "query"
          ? searchParams.get(name)
          : sent.get(name.toLowerCase());
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
