import { Agent, request } from "node:http";

export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export type HttpOutcome =
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly text: string;
      readonly durationMs: number;
    }
  /** No connection was made, so the server cannot have executed the request. */
  | { readonly kind: "not connected"; readonly durationMs: number }
  /** The connection was lost before the response was complete, so the server may have executed the request. */
  | { readonly kind: "lost"; readonly code: string; readonly durationMs: number };

export interface HttpClient {
  send(port: number, request: HttpRequest): Promise<HttpOutcome>;
  close(): void;
}

/** A client with one keep-alive connection per server. @param timeoutMs after it, the connection is destroyed */
export function createHttpClient(timeoutMs: number): HttpClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  function send(port: number, { method, path, headers, body }: HttpRequest): Promise<HttpOutcome> {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const started = performance.now();
    const durationMs = () => performance.now() - started;
    return new Promise((resolve) => {
      const fail = (error: Error) => {
        clearTimeout(timer);
        const code = "code" in error && typeof error.code === "string" ? error.code : error.message;
        const isUnsent = code === "ECONNREFUSED";
        resolve(isUnsent ? { kind: "not connected", durationMs: durationMs() } : lost(code));
      };
      const lost = (code: string) => ({ kind: "lost", code, durationMs: durationMs() }) as const;
      const sent = request(
        {
          agent,
          host: "127.0.0.1",
          port,
          method,
          path,
          headers: {
            ...headers,
            ...(payload === undefined
              ? {}
              : { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(payload)) }),
          },
        },
        (response) => {
          const chunks: string[] = [];
          response.setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
          response.on("error", fail);
          response.on("end", () => {
            clearTimeout(timer);
            resolve({
              kind: "response",
              status: response.statusCode ?? 0,
              headers: response.headers,
              text: chunks.join(""),
              durationMs: durationMs(),
            });
          });
        },
      );
      const timer = setTimeout(() => sent.destroy(new Error("no response")), timeoutMs);
      sent.on("error", fail);
      sent.end(payload);
    });
  }

  return { send, close: () => agent.destroy() };
}
