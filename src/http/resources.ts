import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { RequestHandler } from "express";
import { writeAnswer } from "./answer.ts";
import { exchangeOf } from "./exchange.ts";
import { parseTarget } from "./target.ts";
import { otherMethod } from "./unmatched.ts";

/** A file as it is sent, in each of its codings. */
export interface Resource {
  readonly plain: Representation;
  readonly gzip: Representation;
}

interface Representation {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

export interface ResourceOptions {
  /** Its media type, of a text in UTF-8. */
  readonly type: string;
  readonly text: string;
  /** Its policy and the like. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether this address will never give anything else, so that clients need not ask again. */
  readonly isImmutable?: boolean;
}

const aYear = 31_536_000;

export function resource({ type, text, headers, isImmutable = false }: ResourceOptions): Resource {
  const plain = Buffer.from(text);
  const tag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
  const common = {
    ...headers,
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": isImmutable ? `public, max-age=${aYear}, immutable` : "no-cache",
    Vary: "Accept-Encoding",
  };
  return {
    plain: { headers: { ...common, ETag: `"${tag}"` }, bytes: plain },
    gzip: { headers: { ...common, ETag: `"${tag}-gzip"`, "Content-Encoding": "gzip" }, bytes: gzipSync(plain) },
  };
}

/** Serves resources by their paths, and leaves all other paths to whoever comes next. */
export function serveResources(resources: ReadonlyMap<string, Resource>): RequestHandler {
  return (request, response, next) => {
    const { path } = parseTarget(request.url);
    const found = resources.get(path);
    if (!found) next();
    else if (request.method !== "GET" && request.method !== "HEAD") {
      writeAnswer(request, response, otherMethod(request.method, path, "GET, HEAD, OPTIONS"));
    } else {
      const { headers, bytes } = request.acceptsEncodings("gzip", "identity") === "gzip" ? found.gzip : found.plain;
      response.set({ ...exchangeOf(response).headers, ...headers });
      if (request.fresh) response.status(304).end();
      else response.send(bytes);
    }
  };
}
