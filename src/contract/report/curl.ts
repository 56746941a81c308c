import { gzipSync } from "node:zlib";
import { shellQuote } from "../../util/shell-quote.ts";
import type { Login } from "../run.ts";
import type { OutgoingRequest } from "../wire.ts";

export interface CurlOptions {
  readonly baseUrl: string;
  /** Who got which access token by logging in. */
  readonly logins: ReadonlyMap<string, Login>;
  /** A token that must not be shown; `$MINIFB_ADMIN_TOKEN` stands for it. */
  readonly adminToken?: string | undefined;
}

/**
 * Shell lines that send a request again: one that logs in, where an access token of a member is needed, and the request's.
 * Everything that came from a server or a generator is quoted, so that the lines are safe to paste.
 */
export function curlLines(request: OutgoingRequest, { baseUrl, logins, adminToken }: CurlOptions): readonly string[] {
  const lines: string[] = [];
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => {
    const token = /^Bearer (.+)$/s.exec(value)?.[1] ?? "";
    const login = logins.get(token);
    if (name.toLowerCase() !== "authorization") return shellQuote(`${name}: ${value}`);
    if (token !== "" && token === adminToken) return '"authorization: Bearer $MINIFB_ADMIN_TOKEN"';
    if (!login) return shellQuote(`${name}: ${value}`);
    lines.push(loginLine(baseUrl, login));
    return '"authorization: Bearer $TOKEN"';
  });
  const parts = [
    "curl -i",
    ...(request.method === "GET" ? [] : request.method === "HEAD" ? ["--head"] : [`-X ${request.method}`]),
    "--path-as-is",
    shellQuote(request.url),
    ...headers.map((header) => `-H ${header}`),
  ];
  return [...lines, withBody(parts.join(" "), request.body)];
}

function loginLine(baseUrl: string, { id, password }: Login): string {
  const login = `curl -s ${shellQuote(`${baseUrl}/auth/login`)} -H 'content-type: application/json'`;
  return `TOKEN=$(${login} -d ${shellQuote(JSON.stringify({ id, password }))} | sed 's/.*"accessToken":"\\([^"]*\\)".*/\\1/')`;
}

const longest = 2000;

/** What is long or no text goes through gzip and base64, which every shell can undo. */
function withBody(curl: string, body: OutgoingRequest["body"]): string {
  if (body === undefined) return curl;
  const isPlain = typeof body === "string" && body.length <= longest && /^[\P{C}\n\t]*$/u.test(body);
  if (isPlain) return `${curl} --data-binary ${shellQuote(body)}`;
  return `echo ${gzipSync(body).toString("base64")} | base64 -d | gunzip | ${curl} --data-binary @-`;
}
