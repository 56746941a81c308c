import { HasherBusy } from "../../crypto/password-hasher.ts";
import { unauthorized } from "../../http/response/refusals.ts";

/** A 401 with the challenge that RFC 9110, section 15.5.2 requires. */
export function notLoggedIn(hint: string) {
  return { ...unauthorized(hint), headers: { "WWW-Authenticate": 'Bearer realm="minifb"' } };
}

/** The answer of `work`, or a 503 with `Retry-After` if the password hasher's queue is full. */
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
