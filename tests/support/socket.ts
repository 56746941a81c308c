import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";

/** A connection on which a test writes bytes of its own choice. */
export function openSocket(baseUrl: string): { readonly socket: Socket; readonly answer: Promise<string> } {
  const { hostname, port } = new URL(baseUrl);
  const socket = connect(Number(port), hostname);
  return { socket, answer: text(socket) };
}
