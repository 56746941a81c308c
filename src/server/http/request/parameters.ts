import type { IncomingHttpHeaders } from "node:http";
import type { Parameter, Route } from "../../../../generated/operations.ts";
import { compileValue, decodeForm, isRepeated, type ReadValue } from "./parameter-values.ts";

type Values = Record<string, unknown>;

/** The documented parameters of a request, each converted to its schema's type where its text has that form. */
export interface Parameters {
  readonly path: Values;
  readonly query: Values;
  /** By names in lower case. */
  readonly header: Values;
  readonly cookie: Values;
  /** Messages on parameters that cannot be parsed. */
  readonly errors: readonly string[];
}

export interface RawParameters {
  /** The values of the template parameters, in order, percent-encoded. */
  readonly pathValues: readonly string[];
  /** Percent-encoded, without its question mark. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
}

interface Reader {
  readonly name: string;
  readonly isRepeated: boolean;
  readonly read: ReadValue;
}

/**
 * Compiles the parser of one operation's parameters.
 * @throws Error for a parameter that is not supported or not described
 */
export function compileParameters(route: Pick<Route, "path" | "parameters">): (raw: RawParameters) => Parameters {
  const inPath = inTemplateOrder(route.path, readersOf(route.parameters, "path"));
  const inQuery = new Map(readersOf(route.parameters, "query").map((reader) => [reader.name, reader]));
  const inHeader = readersOf(route.parameters, "header").map((reader) => ({
    ...reader,
    name: reader.name.toLowerCase(),
  }));
  const inCookie = readersOf(route.parameters, "cookie");

  return ({ pathValues, query, headers }) => {
    const errors: string[] = [];
    const path: Values = {};
    for (const [index, reader] of inPath.entries()) assign(path, reader, [pathValues[index] ?? ""], errors);
    return {
      path,
      query: query === "" ? {} : readQuery(query, inQuery, errors),
      header: inHeader.length === 0 ? {} : readHeaders(headers, inHeader, errors),
      cookie: inCookie.length === 0 ? {} : readCookies(headers.cookie ?? "", inCookie, errors),
      errors,
    };
  };
}

function readersOf(parameters: readonly Parameter[], location: Parameter["in"]): readonly Reader[] {
  return parameters
    .filter((parameter) => parameter.in === location)
    .map((parameter) => ({
      name: parameter.name,
      isRepeated: isRepeated(parameter),
      read: compileValue(parameter),
    }));
}

function inTemplateOrder(path: string, readers: readonly Reader[]): readonly Reader[] {
  const names = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1]);
  if (names.length !== readers.length) throw new Error("its path parameters are not those of its template");
  return names.map((name) => {
    const reader = readers.find((candidate) => candidate.name === name);
    if (!reader) throw new Error(`the path parameter ${name} is not described`);
    return reader;
  });
}

function assign(values: Values, { name, read }: Reader, texts: readonly string[], errors: string[]): void {
  try {
    values[name] = read(texts);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    errors.push(`${name} is not properly percent-encoded`);
  }
}

/** Refuses undocumented names, so that a misspelt `limit` does not silently give a page of the default size. */
function readQuery(query: string, readers: ReadonlyMap<string, Reader>, errors: string[]): Values {
  const textsByReader = new Map<Reader, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [key, text] = splitPair(pair);
    const name = decodeName(key);
    const reader = name === undefined ? undefined : readers.get(name);
    const texts = reader && textsByReader.get(reader);
    if (name === undefined) errors.push("the query has a name that is not properly percent-encoded");
    else if (!reader) errors.push(`the query has an unknown parameter '${name}'`);
    else if (!texts) textsByReader.set(reader, [text]);
    else if (reader.isRepeated) texts.push(text);
    else errors.push(`${name} is given more than once`);
  }
  const values: Values = {};
  for (const [reader, texts] of textsByReader) assign(values, reader, texts, errors);
  return values;
}

function splitPair(pair: string): [key: string, text: string] {
  const sign = pair.indexOf("=");
  return sign === -1 ? [pair, ""] : [pair.slice(0, sign), pair.slice(sign + 1)];
}

function decodeName(text: string): string | undefined {
  try {
    return decodeForm(text);
  } catch {
    return undefined;
  }
}

function readHeaders(headers: IncomingHttpHeaders, readers: readonly Reader[], errors: string[]): Values {
  const values: Values = {};
  for (const reader of readers) {
    const text = headers[reader.name];
    if (text !== undefined) assign(values, reader, [String(text)], errors);
  }
  return values;
}

/** RFC 6265, section 4.2. If a name is given twice, the first counts, as in other servers. */
function readCookies(header: string, readers: readonly Reader[], errors: string[]): Values {
  const textByName = new Map(
    header
      .split(";")
      .map((pair) => splitPair(pair.trim()))
      .reverse(),
  );
  const values: Values = {};
  for (const reader of readers) {
    const text = textByName.get(reader.name);
    if (text !== undefined) assign(values, reader, [text], errors);
  }
  return values;
}
