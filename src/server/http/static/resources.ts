import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RequestHandler } from "express";
import { requestContextOf } from "../request/request-context.ts";
import { writeAnswer } from "../response/answer.ts";
import { methodNotAllowed } from "../response/not-found.ts";

/** A file as it is sent, in each of its codings. */
export interface Resource {
  readonly plain: Representation;
  /** Compressed when it is asked for the first time: most servers that start are never asked for most of it. */
  gzip(): Promise<Representation>;
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
  const gzipHeaders = { ...common, ETag: `"${tag}-gzip"`, "Content-Encoding": "gzip" };
  let compressed: Promise<Representation> | undefined;
  return {
    plain: { headers: { ...common, ETag: `"${tag}"` }, bytes: plain },
    gzip() {
      compressed ??= compress(plain).then((bytes) => ({ headers: gzipHeaders, bytes }));
      return compressed;
    },
  };
}

const compress = promisify(gzip);

/** Serves resources by their paths, and leaves all other paths to whoever comes next. */
export function serveResources(resources: ReadonlyMap<string, Resource>): RequestHandler {
  return async (request, response, next) => {
    const { headers: common, target } = requestContextOf(response);
    const { path } = target;
    const found = resources.get(path);
    if (!found) next();
    else if (request.method !== "GET" && request.method !== "HEAD") {
      writeAnswer(request, response, methodNotAllowed(request.method, path, "GET, HEAD, OPTIONS"));
    } else {
      const { headers, bytes } =
        request.acceptsEncodings("gzip", "identity") === "gzip" ? await found.gzip() : found.plain;
      const { vary, ...own } = common;
      response.set({ ...own, ...headers });
      // An answer that names one origin must not be kept for another.
      if (vary !== undefined) response.vary(vary);
      if (request.fresh) response.status(304).end();
      else response.send(bytes);
    }
  };
}
