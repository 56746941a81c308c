import { unauthorized } from "../../http/response/refusals.ts";
import { HasherBusy } from "./password-hasher.ts";

/** A 401 with the challenge that RFC 9110, section 15.5.2 wants. */
export function notLoggedIn(hint: string) {
  return { ...unauthorized(hint), headers: { "WWW-Authenticate": 'Bearer realm="minifb"' } };
}

/** `work`'s answer, or a 503 that says when to try again where too many passwords wait to be hashed. */
export async function unlessBusy<T>(work: () => Promise<T>) {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HasherBusy)) throw error;
    return {
      status: 503 as const,
      headers: { "Retry-After": error.retryAfter },
      body: { result: "Service Unavailable", hint: `${error.message}, try again in ${error.retryAfter} seconds` },
    };
  }
}
