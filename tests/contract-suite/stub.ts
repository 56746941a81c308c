import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { TestContext } from "node:test";

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void;

/** Starts a stub server that answers as the test wants. @returns its base URL */
export async function startStub(t: TestContext, answer: Answerer): Promise<string> {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The stub has no port");
  return `http://127.0.0.1:${address.port}`;
}

export function answerJson(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { "content-type": "application/json", "x-request-id": "stub-1", ...headers });
  response.end(JSON.stringify(body));
}
