import { connect } from "node:net";
import { host } from "../contenders/environment.ts";

export interface LoadResponse {
  readonly status: number;
  readonly hasRetryAfter: boolean;
}

/** A minimal HTTP/1.1 client connection with one request in flight, to keep the load generator cheap. */
export interface Connection {
  send(request: string): void;
  close(): void;
}

const headersEnd = "\r\n\r\n";

/**
 * @param onResponse called once per request
 * @param onLost called at most once, and not after `close`
 */
export function openConnection(
  port: number,
  onResponse: (response: LoadResponse) => void,
  onLost: (error: Error) => void,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let isOpen = true;
    let pending: Buffer | undefined;
    let remainingBytes = 0;
    let response: LoadResponse | undefined;

    function fail(error: Error): void {
      if (!isOpen) return;
      isOpen = false;
      socket.destroy();
      onLost(error);
    }

    function receive(chunk: Buffer): void {
      if (response) {
        remainingBytes -= chunk.length;
      } else {
        const bytes = pending ? Buffer.concat([pending, chunk]) : chunk;
        const bodyAt = bytes.indexOf(headersEnd);
        if (bodyAt === -1) {
          pending = bytes;
          return;
        }
        pending = undefined;
        const head = bytes.toString("latin1", 0, bodyAt);
        const status = Number(head.slice(9, 12));
        const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
        if (length === undefined && status !== 204) {
          fail(new Error(`A response without Content-Length: ${head}`));
          return;
        }
        response = { status, hasRetryAfter: status === 503 && /\r\nretry-after: *\d/i.test(head) };
        remainingBytes = Number(length ?? 0) - (bytes.length - bodyAt - headersEnd.length);
      }
      if (remainingBytes > 0) return;
      if (remainingBytes < 0) {
        fail(new Error("A response is longer than its Content-Length"));
        return;
      }
      const done = response;
      response = undefined;
      onResponse(done);
    }

    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", fail);
      resolve({
        send: (request) => socket.write(request),
        close: () => {
          isOpen = false;
          socket.destroy();
        },
      });
    });
    socket.once("error", reject);
    socket.on("data", receive);
    socket.on("close", () => fail(new Error("The server closed a connection")));
  });
}
