import type { Request } from "express";
import type { Route } from "../../../../generated/operations.ts";
import type { ErrorAnswer } from "../response/answer.ts";
import { badRequest } from "../response/refusals.ts";
import { parseJson } from "./json.ts";

/** The longest post, 3000 characters that are all escaped as surrogate pairs, takes 36 KB. */
export const maxBodyBytes = 64 * 1024;

/** The parsed body, undefined if an optional one is absent; or the refusal. */
export type BodyResult = { readonly body: unknown } | { readonly refusal: ErrorAnswer };

/**
 * Reads the JSON body of an operation.
 * It does not use `express.raw`, which reads a body that is too long to its end before it reports an error.
 */
export async function readBody(request: Request, { required }: NonNullable<Route["body"]>): Promise<BodyResult> {
  const { "content-length": length, "transfer-encoding": chunked } = request.headers;
  if (chunked === undefined && (length === undefined || Number(length) === 0)) return absentBody(required);
  const unsupported = unsupportedMedia(request);
  if (unsupported !== undefined) return { refusal: unsupportedMediaType(unsupported) };
  if (Number(length) > maxBodyBytes) return { refusal: tooLarge() };

  const bytes = await readBytes(request);
  if (bytes === "too large") return { refusal: tooLarge() };
  if (bytes === "cut off") return { refusal: badRequest("body ended before its announced length") };
  if (bytes.length === 0) return absentBody(required);
  const parsed = parseJson(bytes);
  return "error" in parsed ? { refusal: badRequest(`body ${parsed.error}`) } : { body: parsed.value };
}

function absentBody(required: boolean): BodyResult {
  return required ? { refusal: badRequest("body is missing") } : { body: undefined };
}

/** JSON is UTF-8 (RFC 8259, section 8.1), so no other `charset` is accepted. */
const jsonType = /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i;

function unsupportedMedia({ headers }: Request): string | undefined {
  if (!jsonType.test(headers["content-type"] ?? "")) return "body must be sent as application/json, in UTF-8";
  const encoding = headers["content-encoding"] ?? "identity";
  return encoding.toLowerCase() === "identity" ? undefined : "body must be sent without a Content-Encoding";
}

function unsupportedMediaType(hint: string): ErrorAnswer {
  return { status: 415, body: { result: "Unsupported Media Type", hint } };
}

function tooLarge(): ErrorAnswer {
  return { status: 413, body: { result: "Payload Too Large", hint: `body must have at most ${maxBodyBytes} bytes` } };
}

function readBytes(request: Request): Promise<Buffer | "too large" | "cut off"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBodyBytes) resolve("too large");
      else chunks.push(chunk);
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", () => resolve("cut off"));
    request.once("close", () => resolve("cut off"));
  });
}
