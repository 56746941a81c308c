import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import helmet, { type HelmetOptions } from "helmet";

/** Means something to pages alone. */
const forPages = {
  crossOriginOpenerPolicy: false,
  originAgentCluster: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
} as const;

/**
 * Headers of every answer of the API. It serves data alone, so a browser that shows an answer may load nothing; each
 * answer bears their weight, so they are those that OWASP's REST Security Cheat Sheet wants, and that others may not embed it.
 */
export const apiHeaders: Readonly<Record<string, string>> = {
  ...securityHeaders({ defaultSrc: ["'none'"], frameAncestors: ["'none'"] }, forPages),
  "Cache-Control": "no-store",
};

/**
 * Hashes of the style elements that Redoc makes: an empty one, which it fills by the style sheet's own functions, and that
 * of its scroll bars, which another version may write otherwise.
 */
const redocStyles = [
  "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
  "'sha256-QMIg+bpjm3JdElJ388KYke01izlUW0UoNOeKjpMxdgc='",
];

/** Headers of the documentation: scripts, styles and everything else from this server alone. */
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

/** Headers of the frontend: all of it comes from this server, and no script of anybody else's can get in. */
export const frontendHeaders: Readonly<Record<string, string>> = securityHeaders({
  defaultSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  requireTrustedTypesFor: ["'script'"],
});

/**
 * What helmet would set on each answer, computed once. HSTS is left to whoever terminates TLS, since this server
 * speaks plain HTTP.
 */
function securityHeaders(
  directives: Readonly<Record<string, readonly string[]>>,
  without?: typeof forPages,
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
