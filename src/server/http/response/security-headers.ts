import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import helmet, { type HelmetOptions } from "helmet";

/** Headers of helmet that have a meaning for pages only. */
const withoutPageHeaders = {
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;

/**
 * Headers of every answer of the API. It serves only data, so a browser that shows an answer may load nothing. To keep answers
 * small they are only those of OWASP's REST Security Cheat Sheet, and the one that forbids embedding.
 */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders({ defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, withoutPageHeaders),
  "Cache-Control": "no-store",
};

/**
 * Hashes of the style elements that Redoc creates: an empty one, which it fills through the CSSOM, and the one of its scroll
 * bars, whose text may change with Redoc's version.
 */
const redocStyles = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='",
];

/** Headers of the documentation: everything is loaded from this server. */
export const docsHeaders: Readonly<Record<string, string>> = securityHeaders({
  defaultSrc: ["'self'"],
  styleSrc: ["'self'", ...redocStyles],
  imgSrc: ["'self'", "data:"],
  workerSrc: ["'self'", "blob:"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
});

/** Headers of the frontend: everything is loaded from this server, and DOM sinks for scripts need trusted types. */
export const frontendHeaders: Readonly<Record<string, string>> = securityHeaders({
  defaultSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
});

/**
 * Computes once the headers that helmet would set on each answer. HSTS is for the proxy that terminates TLS to set, since this
 * server speaks plain HTTP.
 */
function securityHeaders(
  directives: Readonly<Record<string, readonly string[]>>,
  without?: typeof withoutPageHeaders,
): Readonly<Record<string, string>> {
  const options: HelmetOptions = {
    ...without,
    contentSecurityPolicy: { useDefaults: false, directives: Object.fromEntries(entries(directives)) },
    strictTransportSecurity: false,
    xFrameOptions: { action: "deny" },
  };
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, (error?: unknown) => {
    if (error) throw error;
  });
  return Object.fromEntries(response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]));
}

function* entries(directives: Readonly<Record<string, readonly string[]>>): Generator<[string, string[]]> {
  for (const [name, values] of Object.entries(directives)) yield [name, [...values]];
}
