import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Express } from "express";
import { emptyBodyOptions, endEmptyBody } from "../runtime/empty-body.ts";
import { expressClasses } from "../runtime/express-classes.ts";
import type { LoadShedder } from "./overload/load-shedder.ts";
import { originForm } from "./request/target.ts";
import { answerClientError, answerConnect, maxHeaderSize } from "./response/parser-errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly timeouts?: Timeouts;
  /** Wraps the application, and answers some requests instead of it. */
  readonly loadShedder?: LoadShedder;
}

export interface HttpListener {
  readonly port: number;
  /** Stops accepting connections, waits at most 10 s for requests in flight, then closes the remaining connections. */
  close(): Promise<void>;
}

/** In milliseconds. They limit clients that hold connections open by sending slowly or not at all. */
export interface Timeouts {
  /** From a request's first byte to the end of its headers. */
  readonly headersTimeout: number;
  /** From a request's first byte to the end of its body. */
  readonly requestTimeout: number;
  /** From a response to the next request. */
  readonly keepAliveTimeout: number;
  /** How often the first two are checked. */
  readonly connectionsCheckingInterval: number;
}

/**
 * `keepAliveTimeout` is longer than the usual 60 s of a load balancer, so that the load balancer is the side that closes an
 * idle connection. Otherwise it could send a request on a connection that the server is closing.
 */
const defaultTimeouts: Timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
};

/**
 * How many connections may wait to be accepted; clients beyond that retry after a second. It is Linux's default maximum
 * (`net.core.somaxconn`).
 */
const backlog = 4096;
const closeTimeoutMs = 10_000;
const idleCheckIntervalMs = 50;

/**
 * Serves an application over HTTP/1.1.
 * @throws Error if the port is in use or the host is not an address of this machine
 */
export async function listen(app: Express, options: ListenOptions): Promise<HttpListener> {
  const serverOptions = {
    ...(options.timeouts ?? defaultTimeouts),
    maxHeaderSize,
    // `requireHost` refuses requests without a `Host` header, with the documented error body.
    requireHostHeader: false,
    ...emptyBodyOptions,
    ...expressClasses(app),
  };
  const serve = options.loadShedder?.(app) ?? app;
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    request.url = originForm(request.url ?? "/");
    endEmptyBody(request);
    serve(request, response);
  };
  const server = createServer(serverOptions, handle);
  server.on("clientError", answerClientError);
  server.on("connect", answerConnect);
  server.on("checkExpectation", handle);
  server.on("checkContinue", (request, response) => {
    // Without a socket this response waits for those to earlier, pipelined requests. Node would then write "100 Continue" in
    // the middle of the response.
    if (response.socket) response.writeContinue();
    handle(request, response);
  });
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: options.port, host: options.host, backlog }, resolve);
  });
  return { port: portOf(server), close: () => close(server, sockets) };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address.port;
}

/**
 * Closes the server. Keep-alive connections would hold it open, so connections that become idle are closed, repeatedly. Node
 * does not count a connection on which no byte has arrived as idle; browsers open such connections in advance. They are
 * closed at the first check and not at once, because a request may just be arriving on them.
 */
function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    const idleCheck = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, idleCheckIntervalMs);
    const closeTimeout = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
    server.close((error) => {
      clearInterval(idleCheck);
      clearTimeout(closeTimeout);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
