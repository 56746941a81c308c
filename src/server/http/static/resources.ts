import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RequestHandler } from "express";
import { requestContextOf } from "../request/request-context.ts";
import { writeAnswer } from "../response/answer.ts";
import { methodNotAllowed } from "../response/not-found.ts";

/** A file with its content codings. */
export interface Resource {
  readonly plain: Representation;
  /** Compressed at the first request: most servers never get a request for most files. */
  gzip(): Promise<Representation>;
}

interface Representation {
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

export interface ResourceOptions {
  /** Its media type, without a charset; the text is sent in UTF-8. */
  readonly type: string;
  readonly text: string;
  /** Security headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the file at this path never changes, so that clients need not revalidate it. */
  readonly isImmutable?: boolean;
}

const yearSeconds = 31_536_000;

export function resource({ type, text, headers, isImmutable = false }: ResourceOptions): Resource {
  const plain = Buffer.from(text);
  const tag = createHash("sha256").update(plain).digest("base64url").slice(0, 22);
  const common = {
    ...headers,
    "Content-Type": `${type}; charset=utf-8`,
    "Cache-Control": isImmutable ? `public, max-age=${yearSeconds}, immutable` : "no-cache",
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

/** Serves resources by their paths; requests for other paths go to the next handler. */
export function serveResources(resources: ReadonlyMap<string, Resource>): RequestHandler {
  return async (request, response, next) => {
    const { headers: common, target } = requestContextOf(response);
    const { path } = target;
    const requested = resources.get(path);
    if (!requested) next();
    else if (request.method !== "GET" && request.method !== "HEAD") {
      writeAnswer(request, response, methodNotAllowed(request.method, path, "GET, HEAD, OPTIONS"));
    } else {
      const { headers, bytes } =
        request.acceptsEncodings("gzip", "identity") === "gzip" ? await requested.gzip() : requested.plain;
      const { vary, ...otherHeaders } = common;
      response.set({ ...otherHeaders, ...headers });
      // Added to the file's own `Vary`, so that caches do not serve one origin's CORS headers to another.
      if (vary !== undefined) response.vary(vary);
      if (request.fresh) response.status(304).end();
      else response.send(bytes);
    }
  };
}
