import { isDeepStrictEqual } from "node:util";
import { host } from "./contenders/environment.ts";
import { seededRandom } from "./database/content.ts";
import type { Server } from "./servers.ts";
import type { Workload } from "./workloads.ts";

interface ComparedResponse {
  readonly status: number;
  readonly link: string | null;
  readonly body: unknown;
}

/**
 * Sends the same requests to all servers and compares status, body and Link header with those of the first server.
 * @returns the number of compared responses
 * @throws Error with the first two responses that differ
 */
export async function compareResponses(
  servers: readonly Server[],
  reads: readonly Workload[],
  perWorkload: number,
): Promise<number> {
  const random = seededRandom(2);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
  let compared = 0;
  for (const { requests } of reads) {
    for (let count = 0; count < perWorkload; count++) {
      const [path, token] = [pick(requests.paths), pick(requests.tokens)];
      const responses = await Promise.all(servers.map((server) => fetchResponse(server, path, token)));
      const [expected] = responses;
      for (const [index, response] of responses.entries()) {
        if (!isDeepStrictEqual(response, expected)) {
          const [first, other] = [servers[0]?.title, servers[index]?.title];
          throw new Error(
            `GET ${path}: ${first} returned\n${JSON.stringify(expected)}\nand ${other}\n${JSON.stringify(response)}`,
          );
        }
        compared++;
      }
      if (expected && expected.status >= 300) throw new Error(`GET ${path} failed with status ${expected.status}`);
    }
  }
  await Promise.all(servers.map(checkForgedToken));
  return compared;
}

async function fetchResponse({ port }: Server, path: string, token: string): Promise<ComparedResponse> {
  const response = await fetch(`http://${host}:${port}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  return {
    status: response.status,
    link: response.headers.get("link"),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** A server that does not verify tokens would do less work than the others. */
async function checkForgedToken({ port, title }: Server): Promise<void> {
  const forged = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyMTAwMDAwMSIsImlzcyI6Im1pbmlmYiJ9.bm90IGEgc2lnbmF0dXJl";
  const { status } = await fetch(`http://${host}:${port}/post`, { headers: { Authorization: `Bearer ${forged}` } });
  if (status !== 403) throw new Error(`${title} answers ${status} to a forged token`);
}
