import { host } from "../contenders/environment.ts";
import { seededRandom } from "../database/content.ts";
import type { RequestPool } from "./job.ts";

/** Generates random requests from a pool; deterministic for a seed. */
export function createRequests({ method, paths, bodies, tokens }: RequestPool, seed: number): () => string {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  const bodyParts = bodies.map(
    (body) => `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const ending = method === "POST" ? "Content-Length: 0\r\n\r\n" : "\r\n";
  return () => {
    const token = pick(tokens);
    const authorization = token === undefined ? "" : `Authorization: Bearer ${token}\r\n`;
    return `${method} ${pick(paths)} HTTP/1.1\r\nHost: ${host}\r\n${authorization}${pick(bodyParts) ?? ending}`;
  };
}
