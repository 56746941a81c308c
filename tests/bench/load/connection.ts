import { connect } from "node:net";
import { host } from "../contenders/environment.ts";

export interface Answer {
  readonly status: number;
  readonly hasRetryAfter: boolean;
}

/** One connection that carries one request at a time: HTTP/1.1 with no more work than a benchmark needs. */
export interface Connection {
  send(request: string): void;
  close(): void;
}

const headersEnd = "\r\n\r\n";

/**
 * @param answered is called once for each request
 * @param lost is called at most once, and not after `close`
 */
export function openConnection(
  port: number,
  answered: (answer: Answer) => void,
  lost: (error: Error) => void,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, noDelay: true });
    let isOpen = true;
    let pending: Buffer | undefined;
    let missing = 0;
    let answer: Answer | undefined;

    function end(error: Error): void {
      if (!isOpen) return;
      isOpen = false;
      socket.destroy();
      lost(error);
    }

    function take(chunk: Buffer): void {
      if (answer) {
        missing -= chunk.length;
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
          end(new Error(`An answer of unknown length: ${head}`));
          return;
        }
        answer = { status, hasRetryAfter: status === 503 && /\r\nretry-after: *\d/i.test(head) };
        missing = Number(length ?? 0) - (bytes.length - bodyAt - headersEnd.length);
      }
      if (missing > 0) return;
      if (missing < 0) {
        end(new Error("An answer is longer than it says"));
        return;
      }
      const done = answer;
      answer = undefined;
      answered(done);
    }

    socket.once("connect", () => {
      socket.off("error", reject);
      socket.on("error", end);
      resolve({
        send: (request) => socket.write(request),
        close: () => {
          isOpen = false;
          socket.destroy();
        },
      });
    });
    socket.once("error", reject);
    socket.on("data", take);
    socket.on("close", () => end(new Error("The server closed a connection")));
  });
}
