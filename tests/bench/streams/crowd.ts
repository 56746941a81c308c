import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Many open streams of notifications, each on a connection of its own, which tell when an event arrives. */
export interface Crowd {
  readonly open: number;
  /** Connections that ended though nobody closed them. */
  readonly lost: number;
  /** By the members' places in the list that the crowd was made of. */
  onEvent: (member: number, at: number) => void;
  close(): void;
}

/** So many connections are made at a time; more would overflow the queue of those that wait to be accepted. */
const atOnce = 100;

/** @param tokens one for each stream */
export async function openCrowd(baseUrl: string, tokens: readonly string[]): Promise<Crowd> {
  const { hostname, port } = new URL(baseUrl);
  const sockets: Socket[] = [];
  let open = 0;
  let lost = 0;
  let isClosing = false;
  const crowd: Crowd = {
    onEvent: () => {},
    get open() {
      return open;
    },
    get lost() {
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
    if (!head?.toString("latin1").startsWith("HTTP/1.1 200")) throw new Error(`No stream: ${head?.toString()}`);
    open++;
    socket.on("data", (chunk: Buffer) => {
      if (chunk.includes("event: notification")) crowd.onEvent(member, performance.now());
    });
  }

  for (let start = 0; start < tokens.length; start += atOnce) {
    await Promise.all(tokens.slice(start, start + atOnce).map((token, index) => openOne(token, start + index)));
  }
  return crowd;
}
