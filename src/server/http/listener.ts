import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Express } from "express";
import type { LoadShedder } from "./overload/load-shedder.ts";
import { expressClasses } from "./pipeline/express.ts";
import { emptyBodyOptions, endEmptyBody } from "./request/empty-body.ts";
import { originForm } from "./request/target.ts";
import { answerClientError, answerConnect, maxHeaderSize } from "./response/parser-errors.ts";

export interface ListenOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  readonly patience?: Timeouts;
  /** Is asked before the application. */
  readonly guard?: LoadShedder;
}

export interface Listener {
  readonly port: number;
  /** Accepts no more, finishes what is under way for at most 10 s, then cuts off the rest. */
  close(): Promise<void>;
}

/** In milliseconds; against clients that send slowly, or nothing, to keep connections busy. */
export interface Timeouts {
  /** From a request's first byte to the end of its headers. */
  readonly headersTimeout: number;
  /** From a request's first byte to the end of its body. */
  readonly requestTimeout: number;
  /** From an answer to the next request. */
  readonly keepAliveTimeout: number;
  /** How often the first two are looked at. */
  readonly connectionsCheckingInterval: number;
}

/** 65 s is longer than the usual 60 s of a load balancer, which must be the one to close an idle connection. */
const patience: Timeouts = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1000,
};

/** How many may wait to be accepted; those beyond would be dropped and try again a second later. Linux takes no more by default. */
const backlog = 4096;
const mostToClose = 10_000;
const idleCheck = 50;

/**
 * Serves an application over HTTP/1.1.
 * @throws Error when the port is taken or the host is not this machine's.
 */
export async function listen(app: Express, options: ListenOptions): Promise<Listener> {
  // Without a Host it is `requireHost` that refuses, in the way everything else does.
  const own = { maxHeaderSize, requireHostHeader: false, ...emptyBodyOptions, ...expressClasses(app) };
  const serve = options.guard?.(app) ?? app;
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    request.url = originForm(request.url ?? "/");
    endEmptyBody(request);
    serve(request, response);
  };
  const server = createServer({ ...(options.patience ?? patience), ...own }, answer);
  server.on("clientError", answerClientError);
  server.on("connect", answerConnect);
  server.on("checkExpectation", answer);
  server.on("checkContinue", (request, response) => {
    // While answers to earlier requests are due, Node would write it into the middle of this one's.
    if (response.socket) response.writeContinue();
    answer(request, response);
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
 * A connection that is kept alive would hold the server open, so those that fall idle meanwhile are closed too. One that
 * has not sent a byte is not idle to Node; browsers open such connections in advance. A request may just have come on it, so
 * that it is closed a moment later.
 */
function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve, reject) => {
    const idle = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, idleCheck);
    const cutOff = setTimeout(() => server.closeAllConnections(), mostToClose);
    server.close((error) => {
      clearInterval(idle);
      clearTimeout(cutOff);
      if (error) reject(error);
      else resolve();
    });
    server.closeIdleConnections();
  });
}
