import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export interface RawAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Sends bytes that no HTTP client would send, and reads until the server closes the connection.
 * @param parts text is sent byte for byte (Latin-1); a number is a pause in milliseconds.
 * @returns the final answer; undefined if there was none.
 */
export async function sendRaw(
  port: number,
  parts: readonly (string | Buffer | number)[],
): Promise<RawAnswer | undefined> {
  const socket = connect(port, "127.0.0.1");
  const received: Buffer[] = [];
  socket.on("data", (chunk) => received.push(chunk));
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  for (const part of parts) {
    if (typeof part === "number") await sleep(part);
    else socket.write(typeof part === "string" ? Buffer.from(part, "latin1") : part);
  }
  await closed;
  return parse(Buffer.concat(received).toString("utf8"));
}

/** The head of a request with `Connection: close`: `head("GET /thing", "Accept: text/html")`. */
export function head(line: string, ...headers: readonly string[]): string {
  return [`${line} HTTP/1.1`, "Host: test", "Connection: close", ...headers, "", ""].join("\r\n");
}

function parse(text: string): RawAnswer | undefined {
  const [start, ...rest] = text.split("\r\n\r\n");
  if (!start) return undefined;
  const body = rest.join("\r\n\r\n");
  if (start.startsWith("HTTP/1.1 100")) return parse(body);
  const [line = "", ...lines] = start.split("\r\n");
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(":");
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
  });
  return { status: Number(line.split(" ")[1]), headers: Object.fromEntries(headers), body };
}
