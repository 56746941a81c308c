import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";

/** Opens a connection on which a rule writes raw bytes. */
export function openSocket(baseUrl: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const { hostname, port, protocol } = new URL(baseUrl);
  const host = hostname.replace(/^\[|\]$/g, "");
  const socket =
    protocol === "https:"
      ? connectTls({ host, port: Number(port || 443), servername: host })
      : connect({ host, port: Number(port || 80) });
  return { socket, answer: text(socket) };
}
