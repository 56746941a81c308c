import { isDeepStrictEqual } from "node:util";
import { host } from "./contenders/environment.ts";
import { generator } from "./database/texts.ts";
import type { Operation } from "./operations.ts";
import type { Server } from "./servers.ts";

interface Given {
  readonly status: number;
  readonly link: string | null;
  readonly body: unknown;
}

/**
 * Asks all servers the same and compares status, body and the link to the next page with the first one's.
 * @returns how many answers were compared
 * @throws Error with the first two answers that differ
 */
export async function checkSameJson(
  servers: readonly Server[],
  reads: readonly Operation[],
  each: number,
): Promise<number> {
  const random = generator(2);
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? "";
  let compared = 0;
  for (const { pool } of reads) {
    for (let count = 0; count < each; count++) {
      const [path, token] = [pick(pool.paths), pick(pool.tokens)];
      const answers = await Promise.all(servers.map((server) => ask(server, path, token)));
      const [expected] = answers;
      for (const [index, answer] of answers.entries()) {
        if (!isDeepStrictEqual(answer, expected)) {
          const [first, other] = [servers[0]?.title, servers[index]?.title];
          throw new Error(
            `GET ${path}: ${first} answers\n${JSON.stringify(expected)}\nand ${other}\n${JSON.stringify(answer)}`,
          );
        }
        compared++;
      }
      if (expected && expected.status >= 300) throw new Error(`GET ${path} is answered with ${expected.status}`);
    }
  }
  await Promise.all(servers.map(refusesStrangers));
  return compared;
}

async function ask({ port }: Server, path: string, token: string): Promise<Given> {
  const response = await fetch(`http://${host}:${port}${path}`, { headers: { Authorization: `Bearer ${token}` } });
  const text = await response.text();
  return {
    status: response.status,
    link: response.headers.get("link"),
    body: text === "" ? undefined : JSON.parse(text),
  };
}

/** A server that does not check tokens would do less than the others. */
async function refusesStrangers({ port, title }: Server): Promise<void> {
  const forged = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c2VyMTAwMDAwMSIsImlzcyI6Im1pbmlmYiJ9.bm90IGEgc2lnbmF0dXJl";
  const { status } = await fetch(`http://${host}:${port}/post`, { headers: { Authorization: `Bearer ${forged}` } });
  if (status !== 403) throw new Error(`${title} answers ${status} to a forged token`);
}
