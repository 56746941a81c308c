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
  /** What the syntax alone rules out, in words. */
  readonly faults: readonly string[];
}

export interface RawParameters {
  /** What stands in the place of each template parameter, in order, percent-encoded. */
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
 * Prepares the parsing of one operation's parameters.
 * @throws Error for a parameter that cannot be parsed or is not described, so that no such API starts.
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
    const faults: string[] = [];
    const path: Values = {};
    for (const [index, reader] of inPath.entries()) assign(path, reader, [pathValues[index] ?? ""], faults);
    return {
      path,
      query: query === "" ? {} : readQuery(query, inQuery, faults),
      header: inHeader.length === 0 ? {} : readHeaders(headers, inHeader, faults),
      cookie: inCookie.length === 0 ? {} : readCookies(headers.cookie ?? "", inCookie, faults),
      faults,
    };
  };
}

function readersOf(parameters: readonly Parameter[], place: Parameter["in"]): readonly Reader[] {
  return parameters
    .filter((parameter) => parameter.in === place)
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
    const reader = readers.find((each) => each.name === name);
    if (!reader) throw new Error(`the path parameter ${name} is not described`);
    return reader;
  });
}

function assign(values: Values, { name, read }: Reader, texts: readonly string[], faults: string[]): void {
  try {
    values[name] = read(texts);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    faults.push(`${name} is not properly percent-encoded`);
  }
}

/** Refuses what is not documented: a misspelt `limit` should not pass for a page of the default size. */
function readQuery(query: string, readers: ReadonlyMap<string, Reader>, faults: string[]): Values {
  const given = new Map<Reader, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const [key, text] = splitPair(pair);
    const name = decodeName(key);
    const reader = name === undefined ? undefined : readers.get(name);
    const before = reader && given.get(reader);
    if (name === undefined) faults.push("the query has a name that is not properly percent-encoded");
    else if (!reader) faults.push(`the query has an unknown parameter '${name}'`);
    else if (!before) given.set(reader, [text]);
    else if (reader.isRepeated) before.push(text);
    else faults.push(`${name} is given more than once`);
  }
  const values: Values = {};
  for (const [reader, texts] of given) assign(values, reader, texts, faults);
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

function readHeaders(headers: IncomingHttpHeaders, readers: readonly Reader[], faults: string[]): Values {
  const values: Values = {};
  for (const reader of readers) {
    const text = headers[reader.name];
    if (text !== undefined) assign(values, reader, [String(text)], faults);
  }
  return values;
}

/** RFC 6265, section 4.2. Of a name that is given twice the first counts, as it does elsewhere. */
function readCookies(header: string, readers: readonly Reader[], faults: string[]): Values {
  const given = new Map(
    header
      .split(";")
      .map((pair) => splitPair(pair.trim()))
      .reverse(),
  );
  const values: Values = {};
  for (const reader of readers) {
    const text = given.get(reader.name);
    if (text !== undefined) assign(values, reader, [text], faults);
  }
  return values;
}
