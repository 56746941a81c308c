import type { IncomingMessage } from "node:http";

/**
 * The values of a header, one for each line that a request has of it. `headers` keeps only the first of some, and
 * `headersDistinct` is made of all headers at once.
 * @param name in small letters
 */
export function headerLines({ rawHeaders }: Pick<IncomingMessage, "rawHeaders">, name: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index] ?? "";
    if (given.length === name.length && given.toLowerCase() === name) values.push(rawHeaders[index + 1] ?? "");
  }
  return values;
}
