import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { TestContext } from "node:test";

/** A connection that a client made to the stream. */
export interface Connection {
  readonly headers: IncomingHttpHeaders;
  readonly response: ServerResponse;
  /** Writes this and waits until it was sent, so that the next piece is another chunk. */
  write(text: string | Uint8Array): Promise<void>;
  end(): void;
  /** Ends it as a cable that is pulled. */
  cut(): void;
}

export interface StreamServer {
  readonly baseUrl: string;
  readonly connections: readonly Connection[];
}

/** A server of event streams: `serve` is told of each connection and what number it has, from 0. */
export async function startStreamServer(
  t: TestContext,
  serve: (connection: Connection, number: number) => void | Promise<void>,
): Promise<StreamServer> {
  const connections: Connection[] = [];
  const server = createServer((request, response) => {
    const connection: Connection = {
      headers: request.headers,
      response,
      write: (text) =>
        new Promise((resolve) => {
          if (!response.headersSent) response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
          response.write(text, () => setImmediate(resolve));
        }),
      end: () => void response.end(),
      cut: () => void response.destroy(),
    };
    connections.push(connection);
    void serve(connection, connections.length - 1);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port");
  return { baseUrl: `http://127.0.0.1:${address.port}`, connections };
}

/** A notification as the server writes it. */
export function event(id: number): string {
  const data = { id, type: 1, actor: { id: "ada", name: "Ada", nickname: null }, postId: 14, isRead: false };
  return `id: ${id}\nevent: notification\ndata: ${JSON.stringify({ ...data, createdAt: "2026-03-01T12:00:00.000Z" })}\n\n`;
}
