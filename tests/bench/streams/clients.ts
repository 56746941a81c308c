import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Many clients of the notification stream, each with a connection of its own. */
export interface StreamClients {
  readonly openCount: number;
  /** Connections that the server closed. */
  readonly lostCount: number;
  /** @param member index of the client's token @param at in ms of `performance.now()` */
  onEvent: (member: number, at: number) => void;
  close(): void;
}

/** More concurrent connects would overflow the server's listen backlog. */
const maxConcurrentConnects = 100;

/** @param tokens one per client */
export async function openStreamClients(baseUrl: string, tokens: readonly string[]): Promise<StreamClients> {
  const { hostname, port } = new URL(baseUrl);
  const sockets: Socket[] = [];
  let open = 0;
  let lost = 0;
  let isClosing = false;
  const clients: StreamClients = {
    onEvent: () => {},
    get openCount() {
      return open;
    },
    get lostCount() {
      return lost;
    },
    close() {
      isClosing = true;
      for (const socket of sockets) socket.destroy();
    },
  };

  async function openOne(token: string, member: number): Promise<void> {
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    socket.on("error", () => {});
    socket.on("close", () => {
      open--;
      if (!isClosing) lost++;
    });
    socket.write(`GET /notification/stream HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    const [head]: Buffer[] = await once(socket, "data");
    if (!head?.toString("latin1").startsWith("HTTP/1.1 200"))
      throw new Error(`The stream was refused: ${head?.toString()}`);
    open++;
    socket.on("data", (chunk: Buffer) => {
      if (chunk.includes("event: notification")) clients.onEvent(member, performance.now());
    });
  }

  for (let start = 0; start < tokens.length; start += maxConcurrentConnects) {
    await Promise.all(
      tokens.slice(start, start + maxConcurrentConnects).map((token, index) => openOne(token, start + index)),
    );
  }
  return clients;
}
